import { ACCOUNT, BUCKET, REGION, SECRET, STATE_MACHINE_ARN } from './names.ts';
import { readSettings } from './settings.ts';
import { startLocalCloud } from './wiring.ts';

const failed = Promise.withResolvers<Error>();

function asked(): Promise<'asked'> {
  return new Promise((done) => {
    process.once('SIGTERM', () => done('asked'));
    process.once('SIGINT', () => done('asked'));
  });
}

/** Runs until somebody asks it to end, or until it cannot go on. */
async function main(): Promise<number> {
  const cloud = await startLocalCloud(readSettings(process.env), (error) => failed.resolve(error));
  const place = { url: cloud.url, region: REGION, account: ACCOUNT };
  const names = { bucket: BUCKET, stateMachineArn: STATE_MACHINE_ARN, secretName: SECRET };
  process.stdout.write(
    `${JSON.stringify({ event: 'local-cloud-ready', ...place, ...names, recording: cloud.recording })}\n`,
  );
  const end = await Promise.race([asked(), failed.promise]);
  await cloud.close();
  if (end === 'asked') return 0;
  tell(end);
  return 1;
}

function tell(error: unknown): void {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`local cloud: ${sentence.replaceAll('\n', '; ')}\n`);
}

try {
  process.exit(await main());
} catch (error) {
  tell(error);
  process.exit(1);
}

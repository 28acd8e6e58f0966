import { join, resolve } from 'node:path';
import type { CommandLine } from './command-line.ts';
import { buildLambdas, startDashboard } from './local-processes.ts';
import type { PlaceOnAws, Settings } from './settings.ts';
import { interruption } from './signals.ts';
import { EXIT, failure, stopping } from './start.ts';
import type { Teller } from './teller.ts';
import { UsageError } from './usage-error.ts';

/** Each look asks AWS, whose clients are held back when they ask too often. */
const LOOK_EVERY_MS = '5000';

/** The page of a loop on AWS, served on this machine with the viewer's own credentials, until Ctrl-C. @throws UsageError */
export async function servePage(line: CommandLine, settings: Settings, teller: Teller): Promise<number> {
  if (!settings.onAws)
    throw new UsageError(
      'page shows a loop on AWS: set GROUND_BUCKET and GROUND_STATE_MACHINE_ARN. A loop that runs here has a page of its own, at the address that npm start tells',
    );
  const interrupted = interruption();
  const dataFolder = resolve(line.data ?? join('.ground', 'page'));
  await buildLambdas(join(dataFolder, 'bundles'), 'dashboard');
  await using ending = new AsyncDisposableStack();
  const place = placeOf(settings.onAws, settings.mongodbUri);
  const { child, page } = await startDashboard({ line, settings, dataFolder }, place);
  ending.defer(stopping(child));
  const { url, token } = page;
  teller.result(`page at ${url}, token for what changes something: ${token}; Ctrl-C ends it`, {
    event: 'page-ready',
    url,
  });
  return await Promise.race([interrupted.then(() => EXIT.done), failure(child, [])]);
}

/** The market is shown where its store can be reached. */
function placeOf(
  { bucket, stateMachineArn, runPrefix, credentials }: PlaceOnAws,
  mongodbUri: string | undefined,
): Readonly<Record<string, string | undefined>> {
  return {
    GROUND_BUCKET: bucket,
    GROUND_STATE_MACHINE_ARN: stateMachineArn,
    GROUND_RUN_PREFIX: runPrefix,
    GROUND_LOOK_EVERY_MS: LOOK_EVERY_MS,
    ...(mongodbUri === undefined ? {} : { MONGODB_URI: mongodbUri }),
    ...credentials,
  };
}

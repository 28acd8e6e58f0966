import { join } from 'node:path';
import { decodeRecords } from '@moving-ground/formats';
import { inKernelMemory, type Dataset } from '@moving-ground/fit';
import { startLoop } from '@moving-ground/end-to-end/loop';
import { GOLD_SESSIONS, recordedSession } from '../recorded-sessions.ts';
import { createObjectStore } from '../tuning/apps.ts';

export type SessionDataset = {
  /** Where the rows come from, for people. */
  readonly source: string;
  readonly train: Dataset;
  readonly validation: Dataset;
};

const BUCKET = 'moving-ground-local';
/** Barriers that gold reaches within minutes. */
const BOT = ['--orders-per-second', '1', '--take-profit', '0.5', '--stop-loss', '0.5'] as const;

/**
 * The dataset that a run of the whole loop makes of a recorded session; of the synthetic market where no session is at
 * hand. @param folder empty; the loop's data
 */
export async function sessionDataset(folder: string): Promise<SessionDataset> {
  const session = recordedSession(GOLD_SESSIONS[0]);
  const replay = session ? ['--replay', session.path, ...BOT] : [];
  const { code, stderr, events } = await startLoop('--once', '--data', folder, ...replay).ended;
  if (code !== 0) throw new Error(`the loop ended with ${code}: ${stderr}`);
  const runId = String(events.find(({ event }) => event === 'report')?.['runId']);
  const objects = createObjectStore(join(folder, 'cloud', 's3'));
  const prefix = `datasets/${runId.replace(/-\d+$/, '')}/`;
  const part = async (name: string): Promise<Dataset> => {
    const files = await objects.list(BUCKET, `${prefix}${name}/`);
    return joined(await Promise.all(files.map(({ key }) => objects.read(BUCKET, key))));
  };
  const source = session ? GOLD_SESSIONS[0].replace('.csv.gz', '') : 'the synthetic market';
  const parts = { train: await part('train'), validation: await part('validation') };
  return { source, ...inKernelMemory(parts) };
}

function joined(files: readonly Uint8Array[]): Dataset {
  const parts = files.map((bytes) => decodeRecords(new Uint8Array(bytes), 'a file of the dataset'));
  const featureDim = parts[0]?.featureDim ?? 0;
  const labels = Float32Array.from(parts.flatMap((each) => [...each.labels]));
  const features = new Float32Array(labels.length * featureDim);
  let at = 0;
  for (const each of parts) {
    features.set(each.features, at);
    at += each.features.length;
  }
  return { rows: labels.length, featureDim, features, labels };
}

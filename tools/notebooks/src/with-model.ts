import { freshFolder, startLoop } from '@moving-ground/end-to-end/loop';
import type { NotebookPlace } from './execute-notebook.ts';

/** A loop with its first model, which stays: one refresh a day. Ends when the work does. */
export async function withModel<T>(
  words: readonly string[],
  work: (place: NotebookPlace, runId: string) => Promise<T>,
): Promise<T> {
  const loop = startLoop('--data', freshFolder(), '--set', 'refresh.maxRefreshesPerDay=1', ...words);
  try {
    const place = await loop.event(({ event }) => event === 'local-cloud-ready');
    const report = await loop.event(({ event }) => event === 'report');
    return await work(place as unknown as NotebookPlace, String(report['runId']));
  } finally {
    await loop.interrupt();
  }
}

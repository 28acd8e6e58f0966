import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;

/**
 * The streamer makes its store; two processes that make it at once would disturb each other. The file has to be there
 * at two looks, so that its making is over.
 * @param onWaiting told once, when it is not there
 * @returns false when it was stopped before
 */
export async function untilFileIsThere(
  path: string,
  stopped: AbortSignal,
  onWaiting: () => void,
): Promise<boolean> {
  if (existsSync(path)) return true;
  onWaiting();
  for (let seen = 0; seen < 2 && !stopped.aborted; seen = existsSync(path) ? seen + 1 : 0)
    // A stop ends the pause early by a rejection: the loop sees the same signal.
    await pause(LOOK_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
  return !stopped.aborted;
}

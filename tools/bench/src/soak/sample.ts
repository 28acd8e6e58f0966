import { readdirSync, statSync } from 'node:fs';
import { memoryUsage } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Sample = {
  readonly ticks: number;
  readonly heapMb: number;
  readonly residentMb: number;
  /** Of this process; NaN where the system has no /proc. */
  readonly descriptors: number;
  readonly storeMb: number;
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What this process holds once its garbage is gone. @param store the database file */
export function takeSample(ticks: number, store: string): Sample {
  collectGarbage();
  const { heapUsed, rss } = memoryUsage();
  return {
    ticks,
    heapMb: heapUsed / 2 ** 20,
    residentMb: rss / 2 ** 20,
    descriptors: openDescriptors(),
    storeMb: statSync(store).size / 2 ** 20,
  };
}

function openDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return NaN;
  }
}

/** Of the line through the points that is nearest by least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  return mean(([x, y]) => (x - meanX) * (y - meanY)) / mean(([x]) => (x - meanX) ** 2);
}

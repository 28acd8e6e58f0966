import { seededRandom } from '@moving-ground/numeric';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const FEATURE_DIM = 605;

export type TrainingFiles = { readonly features: string; readonly labels: string };

export function trainingFiles(folder: string): TrainingFiles {
  return { features: join(folder, 'features.f32'), labels: join(folder, 'labels.f32') };
}

const ROWS_A_WRITE = 1000;

/**
 * Rows as a market makes them, nearly collinear: each the 605 prices before a second of a random walk, minus that
 * second's. The label says whether the walk is higher soon after. Two files of plain float32, little endian.
 */
export function writeTrainingRows(rows: number, seed: number, files: TrainingFiles): void {
  const walk = walkOf(rows + FEATURE_DIM + AHEAD, seed);
  const labels = Float32Array.from({ length: rows }, (_, row) =>
    (walk[row + FEATURE_DIM + AHEAD - 1] as number) > (walk[row + FEATURE_DIM - 1] as number) ? 1 : 0,
  );
  write(files.labels, [labels]);
  write(files.features, featureGroups(walk, rows));
}

/** Seconds after which a row's label is told. */
const AHEAD = 60;

function walkOf(length: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  let price = 6500;
  return Float64Array.from({ length }, () => (price += 0.65 * random.normal()));
}

function* featureGroups(walk: Float64Array, rows: number): Generator<Float32Array> {
  for (let first = 0; first < rows; first += ROWS_A_WRITE) {
    const some = Math.min(ROWS_A_WRITE, rows - first);
    const group = new Float32Array(some * FEATURE_DIM);
    for (let i = 0; i < some; i++) {
      const own = first + i + FEATURE_DIM - 1;
      for (let lag = 0; lag < FEATURE_DIM; lag++)
        group[i * FEATURE_DIM + lag] = (walk[own - lag] as number) - (walk[own] as number);
    }
    yield group;
  }
}

function write(path: string, groups: Iterable<Float32Array>): void {
  const file = openSync(path, 'w');
  for (const group of groups)
    writeSync(file, new Uint8Array(group.buffer, group.byteOffset, group.byteLength));
  closeSync(file);
}

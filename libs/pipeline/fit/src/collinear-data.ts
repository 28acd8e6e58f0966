import type { SeededRandom } from '@moving-ground/numeric';
import { seededRandom } from '@moving-ground/numeric';
import type { Dataset } from './dataset.ts';

/** Two columns that never change, as the two sides of a constant spread. */
const SPREAD_COLUMNS = 2;

/** Prices before an order relative to its price: a walk back in time, so neighbors are nearly collinear. */
function writeRow(row: Float32Array, random: SeededRandom): void {
  row[0] = -18;
  row[1] = 18;
  let price = 0;
  for (let j = SPREAD_COLUMNS; j < row.length; j++) {
    price += random.normal();
    row[j] = price;
  }
}

/** A weak pull back to the mean of the walk and a weak trend, as a chance of profit. */
function chanceOf(row: Float32Array): number {
  const walked = row.subarray(SPREAD_COLUMNS);
  const mean = walked.reduce((sum, price) => sum + price, 0) / walked.length;
  const recent = walked[Math.min(10, walked.length - 1)] ?? 0;
  const pull = (4 * mean) / Math.sqrt(walked.length);
  return 1 / (1 + Math.exp(-(0.3 + pull - 0.25 * recent)));
}

/** A seeded data set of nearly collinear columns with a weak signal, to try trainings on. */
export function collinearData(rows: number, featureDim: number, seed: number): Dataset {
  const random = seededRandom(seed);
  const features = new Float32Array(rows * featureDim);
  const labels = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = features.subarray(i * featureDim, (i + 1) * featureDim);
    writeRow(row, random);
    labels[i] = random.uniform() < chanceOf(row) ? 1 : 0;
  }
  return { rows, featureDim, features, labels };
}

import { encodeRecords } from '@moving-ground/formats';
import { seededRandom } from '@moving-ground/numeric';
import type { ObjectStore } from '../../s3/object-store.ts';

export type Size = { readonly rows: number; readonly featureDim: number };

/** Train, validation and test files of noisy rows that a plane separates in part, in two parts each. */
export async function putDatasets(objects: ObjectStore, { rows, featureDim }: Size): Promise<void> {
  await objects.createBucket('ground');
  const random = seededRandom(7);
  for (const [part, share] of [
    ['train', 0.7],
    ['validation', 0.15],
    ['test', 0.15],
  ] as const) {
    for (const index of [0, 1]) {
      const bytes = encodeRecords(
        noisyRows(Math.round((rows * share) / 2), featureDim, () => random.uniform()),
      );
      await objects.put('ground', `datasets/${part}/part-0000${index}.rec`, bytes);
    }
  }
}

function noisyRows(rows: number, featureDim: number, uniform: () => number) {
  const features = Float32Array.from({ length: rows * featureDim }, () => uniform() - 0.5);
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const margin = (features[row * featureDim] ?? 0) - (features[row * featureDim + 1] ?? 0);
    return margin + 0.4 * (uniform() - 0.5) > 0 ? 1 : 0;
  });
  return { features, labels, featureDim };
}

import { Appender, KernelRows, newKernelMemory } from '@moving-ground/numeric';
import type { Dataset } from './dataset.ts';

/**
 * The same rows where the kernels read them, copied once into one memory of all parts. A fit of them gives the same
 * bits, several times as fast.
 * @param parts of one number of features
 * @throws KernelMemoryFull past 4 GiB
 */
export function inKernelMemory<Part extends string>(
  parts: Readonly<Record<Part, Dataset>>,
): Readonly<Record<Part, Dataset>> {
  const memory = newKernelMemory();
  const appender = new Appender(memory);
  const datasets = Object.entries<Dataset>(parts);
  for (const [, { features }] of datasets) appender.append(features);
  const products = new KernelRows(memory, datasets[0]?.[1].featureDim ?? 0);
  let at = appender.start;
  const placed = datasets.map(([part, data]) => {
    const features = products.floats(at, data.features.length);
    at += features.byteLength;
    return [part, { ...data, features, products }];
  });
  return Object.fromEntries(placed) as Record<Part, Dataset>;
}

export { effectiveSampleSize } from './effective-sample-size.ts';
export { BatchContradicts } from './errors.ts';
export { extractByArguments } from './extract-by-arguments.ts';
export { extractDataset } from './extract-dataset.ts';
export type { BatchFiles, ExtractInput, Split, WriteOutcomes } from './extract-input.ts';
export { replaceDataset, type DatasetObjects } from './replace-dataset.ts';

export { BatchContradicts } from './errors.ts';
export { extractByArguments } from './extract-by-arguments.ts';
export { extractDataset } from './extract-dataset.ts';
export type { BatchFiles, ExtractInput, Split } from './extract-input.ts';
export { featureRow } from './feature-row.ts';
export { PriceHistory } from './price-history.ts';
export { replaceDataset, type DatasetObjects } from './replace-dataset.ts';
export type { MissingHistory } from './second-mids.ts';

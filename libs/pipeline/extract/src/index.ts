export { BatchContradicts } from './errors.ts';
export { extractDataset } from './extract-dataset.ts';
export type { BatchFiles, ExtractInput, Split } from './extract-input.ts';
export { LagWindow, type LagVerdict } from './lag-window.ts';
export { PriceHistory, type ReversedSeconds } from './price-history.ts';

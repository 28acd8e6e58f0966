export * from './columns.ts';
export * from './feature-schema.ts';
export * from './feature-settings.ts';
export * from './parse-feature-schema.ts';
export * from './row/feature-row.ts';
export { PriceHistory } from './row/price-history.ts';
export type { RowTick } from './row/row-tick.ts';
export type { MissingHistory } from './row/second-mids.ts';
export * from './schema-document.ts';

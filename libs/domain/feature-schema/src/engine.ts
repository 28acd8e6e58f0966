/** The parts of a row, for an engine that makes rows by the million into one array; they stay in the workspace. */
export { LagColumns } from './row/lag-columns.ts';
export { writePriceColumns } from './row/price-columns.ts';

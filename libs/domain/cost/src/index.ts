export { estimate, type CostLine, type Estimate } from './estimate.ts';
export { PRICES, PRICES_OF, type Price, type PriceName } from './prices.ts';
export { batchUsage, refreshUsage, type Extraction } from './run-usage.ts';
export { added, times, type Usage } from './usage.ts';

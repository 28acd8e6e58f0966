export * from './batch-content.ts';
export * from './build-batch.ts';
export * from './price-span.ts';

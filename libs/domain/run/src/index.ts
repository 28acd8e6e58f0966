export * from './batch-id.ts';
export * from './champion.ts';
export * from './dataset-report.ts';
export * from './errors.ts';
export * from './manifest.ts';
export * from './object-keys.ts';
export * from './run-id.ts';
export * from './run-messages.ts';

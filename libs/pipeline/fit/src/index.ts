export * from './dataset.ts';
export * from './fit.ts';
export * from './fit-request.ts';
export * from './in-kernel-memory.ts';
export * from './metric-definitions.ts';
export * from './metrics-from-log.ts';
export * from './training-diverged.ts';
export * from './unusable-data.ts';

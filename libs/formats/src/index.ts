export * from './artifact/index.ts';
export * from './csv/index.ts';
export * from './inference/index.ts';
export * from './recordio/index.ts';

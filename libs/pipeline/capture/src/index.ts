export * from './capture.ts';
export * from './gaps.ts';
export * from './quarantine.ts';

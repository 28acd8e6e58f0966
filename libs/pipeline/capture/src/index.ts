export * from './capture.ts';
export * from './clock-skew.ts';
export * from './gaps.ts';
export * from './quarantine.ts';

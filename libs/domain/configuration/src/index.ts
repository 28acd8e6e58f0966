export * from './configuration.ts';
export * from './parse-configuration.ts';
export * from './presets.ts';

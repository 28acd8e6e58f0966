export * from './configuration.ts';
export * from './environment-overrides.ts';
export * from './json-schema.ts';
export * from './parse-configuration.ts';
export * from './presets.ts';
export * from './read-environment.ts';

export * from './feature-schema.ts';
export * from './feature-settings.ts';

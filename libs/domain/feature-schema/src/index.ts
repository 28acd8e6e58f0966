export * from './columns.ts';
export * from './feature-schema.ts';
export * from './feature-settings.ts';
export * from './parse-feature-schema.ts';
export * from './schema-document.ts';

export * from './propose-configuration.ts';
export type { HyperparameterTexts } from './search-space.ts';
export { UnreadableConfiguration } from './search-space.ts';

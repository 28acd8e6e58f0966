export type * from './market-view.ts';
export type * from './run-view.ts';
export type * from './decision-view.ts';
export type * from './model-view.ts';
export type * from './live-view.ts';
export type * from './topics.ts';

import type { ModelView } from '../src/view/index.ts';

/** The test part that models are shown on. */
export type Test = NonNullable<ModelView['test']>;

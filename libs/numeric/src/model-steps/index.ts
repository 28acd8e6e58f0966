export type { AdamRates, ModelState, ModelSteps, Scaling, Unfolding } from './model-steps.ts';

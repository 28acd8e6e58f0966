import { PlainSteps } from '../model-steps/plain-steps.ts';
import { gemv } from './plain-gemv.ts';
import { addMoments } from './plain-moments.ts';
import { addSgemvTransposed, sgemv } from './plain-sgemv.ts';
import type { RowProducts } from './row-products.ts';

/** For rows anywhere, on any machine. */
export const plainProducts: RowProducts = {
  gemv,
  sgemv,
  addSgemvTransposed,
  addMoments,
  stepsOf: (scaling, models) => new PlainSteps(scaling, models),
};

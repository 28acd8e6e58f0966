/** The training without what comes before and after it, for who measures it; it stays in the workspace. */
export { TrainingLoop } from './train-models.ts';
export { TrainingLog } from './training-log.ts';

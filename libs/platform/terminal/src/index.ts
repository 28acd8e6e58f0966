export { Progress, type ProgressOutput } from './progress.ts';
export { progressOn } from './progress-on.ts';

export { DrawnInPlace, type Screen } from './drawn-in-place.ts';
export { keepDrawing } from './keep-drawing.ts';
export { Progress, type ProgressOutput } from './progress.ts';
export { progressOn } from './progress-on.ts';

export * from './candidate.ts';
export * from './confusion-matrix.ts';
export * from './linear-model.ts';

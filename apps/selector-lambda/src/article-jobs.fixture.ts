import type { TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import { job } from './selector-world.fixture.ts';

/**
 * The article's tuning as it is published: ten jobs, of the sixth the numbers of its test part, of the others none.
 */
export function articleJobs(): TrainingJob[] {
  const sixth = { 'test:precision': 1, 'test:recall': 0.017, 'test:binary_f_beta': 0.033 };
  return Array.from({ length: 10 }, (_, i) => job(i + 1, 0, 0, { metrics: i === 5 ? sixth : {} }));
}

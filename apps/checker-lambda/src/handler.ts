import type {
  CheckAnswer,
  CheckRequest,
  DatasetAnswer,
  DatasetRequest,
  FinishRequest,
  RunOutcome,
} from '@moving-ground/run';
import { checkBatch } from './check/check-batch.ts';
import type { CheckerEffects } from './checker-effects.ts';
import { checkDataset } from './dataset/check-dataset.ts';
import { finishRun } from './finish/finish-run.ts';
import { checkerEffects } from './wiring.ts';

/** Is the batch whole, is it its turn, and with which parameters does it run? */
export async function check(
  request: CheckRequest,
  _context?: unknown,
  effects: CheckerEffects = checkerEffects(),
): Promise<CheckAnswer> {
  return checkBatch(request, effects);
}

/** Can anything be learned from the datasets, and with which tuning job? */
export async function dataset(
  request: DatasetRequest,
  _context?: unknown,
  effects: CheckerEffects = checkerEffects(),
): Promise<DatasetAnswer> {
  return checkDataset(request, effects);
}

/** The run is over: the lease is released and the outcome recorded. */
export async function finish(
  request: FinishRequest,
  _context?: unknown,
  effects: CheckerEffects = checkerEffects(),
): Promise<RunOutcome> {
  return finishRun(request, effects);
}

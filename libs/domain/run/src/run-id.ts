import { parseBatchId, type BatchId } from './batch-id.ts';

/**
 * `{batchId}-{attempt}`: the name of the execution and of its tuning job. 24 + 1 + at most 3 digits = 28
 * characters, within the 32 that a tuning job's name may have.
 */
export type RunId = string;

export const MAX_ATTEMPTS = 999;

export class InvalidRunId extends Error {
  override readonly name = 'InvalidRunId';
  constructor(text: string) {
    super(
      `a run id is a batch id, a dash and an attempt from 1 to ${MAX_ATTEMPTS}, it was ${JSON.stringify(text.slice(0, 80))}`,
    );
  }
}

export function runIdOf(batchId: BatchId, attempt: number): RunId {
  if (!Number.isInteger(attempt) || attempt < 1 || attempt > MAX_ATTEMPTS)
    throw new InvalidRunId(`${batchId}-${attempt}`);
  return `${parseBatchId(batchId)}-${attempt}`;
}

export function parseRunId(text: string): { readonly batchId: BatchId; readonly attempt: number } {
  const match = /^(.{24})-([1-9]\d{0,2})$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidRunId(text);
  return { batchId: parseBatchId(match[1]), attempt: Number(match[2]) };
}

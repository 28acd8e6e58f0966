import { isBatchId, MAX_ATTEMPTS, type CheckRequest } from '@moving-ground/run';
import { z } from 'zod';

/** People start runs by hand too: what they wrote is named in the message. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
}

const document = z.object({
  batchId: z.string().refine(isBatchId, 'reads like 20260105t101500-0f3a9c21'),
  attempt: z.int().min(1).max(MAX_ATTEMPTS),
  executionArn: z.string().min(1),
  startedAt: z.iso.datetime({ offset: true }),
});

/** @throws InvalidRequest */
export function parseCheckRequest(request: unknown): CheckRequest {
  const parsed = document.safeParse(request);
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(
    `the run cannot be checked, its input was ${JSON.stringify(request)}: ${z.prettifyError(parsed.error)}`,
  );
}

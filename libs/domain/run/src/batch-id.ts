/** UTC time of the last close as `yyyymmddthhmmss`, a dash, 8 hex digits of the content: 24 characters. */
export type BatchId = string;

const BATCH_ID = /^(\d{4})(\d{2})(\d{2})t(\d{2})(\d{2})(\d{2})-([0-9a-f]{8})$/;

export class InvalidBatchId extends Error {
  override readonly name = 'InvalidBatchId';
  constructor(text: string) {
    super(`a batch id reads like 20260105t101500-0f3a9c21, it was ${JSON.stringify(text.slice(0, 80))}`);
  }
}

/** @param contentHash hex digest of the batch's files; its first 8 digits are used */
export function batchIdOf(lastCloseMs: number, contentHash: string): BatchId {
  const stamp = new Date(Math.floor(lastCloseMs / 1000) * 1000).toISOString().slice(0, 19);
  return parseBatchId(`${stamp.replace(/[-:]/g, '').toLowerCase()}-${contentHash.slice(0, 8)}`);
}

export function parseBatchId(text: string): BatchId {
  if (!BATCH_ID.test(text)) throw new InvalidBatchId(text);
  return text;
}

export function isBatchId(text: string): boolean {
  return BATCH_ID.test(text);
}

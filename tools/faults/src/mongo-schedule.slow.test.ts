import { compareSchedules } from './mongo-comparison.ts';
import { describe, expect, it } from 'vitest';

const uri = process.env['MONGODB_URI'];

describe.skipIf(uri === undefined)('the MongoDB store of MONGODB_URI under many schedules of faults', () => {
  it('holds each thing once, as one that was never disturbed', async () => {
    await expect(compareSchedules(uri ?? '', 100)).resolves.toBeUndefined();
  }, 600_000);
});

import { isBatchId, type Manifest } from '@moving-ground/run';
import { z } from 'zod';

const whole = z.int().min(0);
const instantMs = z.number().min(0);

const file = z.strictObject({
  key: z.string().min(1).max(1024),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: whole,
  rows: whole,
});

/** manifest.json as it comes from outside. */
export const manifestDocument: z.ZodType<Manifest> = z.strictObject({
  manifestVersion: z.literal(1),
  batchId: z.string().refine(isBatchId, 'is no batch id'),
  instrument: z.string().min(1),
  transactions: file,
  prices: file,
  ordersStillOpen: whole,
  schemaVersion: z.string().min(1),
  span: z.strictObject({
    firstOpenMs: instantMs,
    lastOpenMs: instantMs,
    firstCloseMs: instantMs,
    lastCloseMs: instantMs,
    firstPriceMs: instantMs,
    lastPriceMs: instantMs,
  }),
  counts: z.strictObject({ profit: whole, loss: whole, expired: whole }),
  exitPrice: z.enum(['offer', 'bid']),
});

import type { PartReport } from '@moving-ground/run';
import type { TestEvidence } from './decision.ts';

/** The test part as the extraction reports it. */
export type TestPart = Pick<
  PartReport,
  'rows' | 'positives' | 'effectiveSampleSize' | 'firstOpenMs' | 'lastCloseMs' | 'medianHoldingMs'
>;

/**
 * Rows closer together than a price window and a holding time share prices and outcomes. A part of fewer than this
 * many such stretches is hardly more than one observation.
 */
const STRETCHES = 3;

export function evidenceOf(part: TestPart, windowSeconds: number): TestEvidence {
  const spanMs = (part.lastCloseMs ?? 0) - (part.firstOpenMs ?? 0);
  const neededMs = STRETCHES * (windowSeconds * 1000 + (part.medianHoldingMs ?? 0));
  return {
    evidence: spanMs < neededMs ? 'thin' : 'enough',
    rows: part.rows,
    effectiveSampleSize: part.effectiveSampleSize,
    spanMs,
    neededMs,
  };
}

/**
 * What models said of orders placed after their training, and what became of the orders. One entry an order in every
 * column; the order of the entries does not matter.
 */
export type Predictions = {
  /** Epoch milliseconds. */
  readonly openMs: Float64Array;
  readonly closeMs: Float64Array;
  readonly score: Float32Array;
  /** 1 where the model said profit. Between 0 and 1 where a tie at a coverage was shared out. */
  readonly flagged: Float64Array;
  /** 1 for a profit, 0 for a loss. */
  readonly label: Uint8Array;
  /** What a real account would have got, the spread paid, in price units. */
  readonly profit: Float64Array;
};

const COLUMNS = ['openMs', 'closeMs', 'score', 'flagged', 'label', 'profit'] as const;

/** Columns of different lengths, an order that closes before it opens, or a value that is no number. */
export class UnusablePredictions extends Error {
  override readonly name = 'UnusablePredictions';
}

/** @throws UnusablePredictions */
export function checkPredictions(predictions: Predictions): void {
  const rows = predictions.openMs.length;
  for (const column of COLUMNS) {
    const values = predictions[column];
    if (values.length !== rows)
      throw new UnusablePredictions(`${column} had ${values.length} values, openMs had ${rows}`);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new UnusablePredictions(`${column} of order ${bad} was ${values[bad]}: give a number`);
  }
  const early = predictions.openMs.findIndex((open, i) => (predictions.closeMs[i] as number) < open);
  if (early >= 0) throw new UnusablePredictions(`order ${early} closed before it was opened`);
}

/** The predictions of several batches, one after the other. */
export function pooled(batches: readonly Predictions[]): Predictions {
  const rows = batches.reduce((sum, { openMs }) => sum + openMs.length, 0);
  const all = emptyPredictions(rows);
  let at = 0;
  for (const batch of batches) {
    for (const column of COLUMNS) all[column].set(batch[column], at);
    at += batch.openMs.length;
  }
  return all;
}

/** The same orders with other flags. */
export function withFlags(predictions: Predictions, flagged: Float64Array): Predictions {
  return { ...predictions, flagged };
}

/** The orders that were opened after a moment, for a model that has learned from everything up to it. */
export function openedAfter(predictions: Predictions, afterMs: number): Predictions {
  const kept = Array.from(predictions.openMs.keys()).filter(
    (i) => (predictions.openMs[i] as number) > afterMs,
  );
  const some = emptyPredictions(kept.length);
  for (const column of COLUMNS)
    for (let i = 0; i < kept.length; i++) some[column][i] = predictions[column][kept[i] as number] as number;
  return some;
}

export function emptyPredictions(rows: number): Predictions {
  return {
    openMs: new Float64Array(rows),
    closeMs: new Float64Array(rows),
    score: new Float32Array(rows),
    flagged: new Float64Array(rows),
    label: new Uint8Array(rows),
    profit: new Float64Array(rows),
  };
}

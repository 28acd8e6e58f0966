import type { Prediction } from '@moving-ground/model';
import type { CsvRecord } from './csv-record.ts';
import { csvTable, exactHeader } from './csv-table.ts';
import { outcomeLine, outcomeOf, outcomesHeader, type OrderOutcome } from './outcomes-csv.ts';

/** An order, what became of it, and what two models said of it; null for a model that was not asked. */
export type ScoredOrder = OrderOutcome & {
  readonly challenger: Prediction | null;
  readonly champion: Prediction | null;
};

export const scoresHeader = `${outcomesHeader},challenger_score,challenger_label,champion_score,champion_label`;

/** Without its line end. */
export function scoreLine(order: ScoredOrder): string {
  return `${outcomeLine(order)},${fieldsOf(order.challenger)},${fieldsOf(order.champion)}`;
}

/** @throws CsvError */
export function readScores(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly ScoredOrder[]> {
  return csvTable(chunks, file, exactHeader(scoresHeader, scoredOf));
}

/** Nine significant digits tell every float32 from every other. */
function fieldsOf(prediction: Prediction | null): string {
  return prediction ? `${Number(prediction.score.toPrecision(9))},${prediction.predictedLabel}` : ',';
}

function scoredOf(record: CsvRecord): ScoredOrder {
  return { ...outcomeOf(record), challenger: predictionOf(record, 5), champion: predictionOf(record, 7) };
}

function predictionOf(record: CsvRecord, column: number): Prediction | null {
  const [score, label] = [record.numberOrNull(column), record.numberOrNull(column + 1)];
  if (score === null && label === null) return null;
  if (score === null) throw record.refuse(column, 'a score beside its label');
  if (label !== 0 && label !== 1) throw record.refuse(column + 1, '0 or 1');
  return { score: Math.fround(score), predictedLabel: label };
}

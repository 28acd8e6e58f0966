import type { Configuration } from '@moving-ground/configuration';
import type { LinearModel } from '@moving-ground/model';
import type { DatasetReport } from '@moving-ground/run';
import { judgedPartOf, selectCandidate } from '@moving-ground/select';
import type { TrainedCandidate } from './tuned-window.ts';

export type Promotion = {
  /** The promoted model; undefined where the champion is retained. */
  readonly model: LinearModel | undefined;
  readonly reason: string;
};

/** Which of a tuning's models should serve, by the rules of production. */
export function promote(
  trained: readonly TrainedCandidate[],
  report: DatasetReport,
  { tuning, promotion }: Pick<Configuration, 'tuning' | 'promotion'>,
): Promotion {
  const part = judgedPartOf(tuning.objective);
  const decision = selectCandidate({
    candidates: trained.map(({ candidate }) => candidate),
    judged: { part, ...report.parts[part] },
    policy: promotion,
    dataEndMs: 0,
  });
  const promoted = trained.find(({ candidate }) => candidate.trainingJobName === decision.promoted);
  return { model: promoted?.model, reason: decision.reason };
}

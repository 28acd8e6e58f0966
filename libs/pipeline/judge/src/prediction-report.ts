import { ARTICLE_THRESHOLD, atThreshold, atThresholds, type AtThreshold } from './at-threshold.ts';
import { baseRateByHour, type HourOfDay } from './base-rate-by-hour.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { precisionRecallCurve, type CurvePoint } from './precision-recall-curve.ts';
import type { Predictions } from './predictions.ts';
import { reliability, type Reliability } from './reliability.ts';
import { skillStatement, type SkillStatement } from './skill-statement.ts';

/** Everything that is told of one model's predictions, be it of one batch or of many. */
export type PredictionReport = {
  readonly skill: SkillStatement;
  readonly byHour: readonly HourOfDay[];
  readonly thresholds: readonly AtThreshold[];
  /** Orders with a score of 0.75 and more, as the article counts them. */
  readonly article: AtThreshold;
  readonly curve: readonly CurvePoint[];
  readonly reliability: Reliability;
};

/** @throws UnusablePredictions */
export function predictionReport(predictions: Predictions, settings: JudgeSettings): PredictionReport {
  return {
    skill: skillStatement(predictions, settings),
    byHour: baseRateByHour(predictions),
    thresholds: atThresholds(predictions),
    article: atThreshold(predictions, ARTICLE_THRESHOLD),
    curve: precisionRecallCurve(predictions),
    reliability: reliability(predictions),
  };
}

import type { MetricsOf } from '@moving-ground/logging';

/** What each tuning found, what was promised of the model, and how old its data was when it began to serve. */
export const selectorMetrics: MetricsOf = (fields, message) => {
  if (message === 'decided')
    return {
      TuningObjective: numberIn(fields, 'objective'),
      PromisedPrecision: numberIn(fields, 'precision'),
    };
  if (message === 'promoted') return { FreshnessMinutes: numberIn(fields, 'dataAgeMs') / 60_000 };
  return undefined;
};

/** NaN, which no metric is made of, where the line has no such number. */
function numberIn(fields: Readonly<Record<string, unknown>>, name: string): number {
  const value = fields[name];
  return typeof value === 'number' ? value : NaN;
}

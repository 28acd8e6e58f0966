import type { Metric } from './fit-request.ts';
import { parseFloatText } from './float-text.ts';
import { METRIC_DEFINITIONS, ROC_AUC_DEFINITIONS } from './metric-definitions.ts';

const patterns = [...METRIC_DEFINITIONS, ...ROC_AUC_DEFINITIONS].map(({ Name, Regex }) => ({
  name: Name,
  regex: new RegExp(Regex),
}));

/** What the published patterns find in a training log: the last value of each metric, in the patterns' order. */
export function metricsFromLog(lines: Iterable<string>): readonly Metric[] {
  const found = new Map<string, number>();
  for (const line of lines) {
    for (const { name, regex } of patterns) {
      const text = regex.exec(line)?.[1];
      if (text !== undefined) found.set(name, parseFloatText(text));
    }
  }
  return patterns.flatMap(({ name }) => {
    const value = found.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
}

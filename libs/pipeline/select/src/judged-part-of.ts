import type { JudgedPart } from './decision.ts';

export class UnknownObjective extends Error {
  override readonly name = 'UnknownObjective';
  constructor(metricName: string) {
    super(`the tuning's objective was ${JSON.stringify(metricName)}: use a validation: or a test: metric`);
  }
}

/** The part that an objective is measured on: `validation:precision` gives `validation`. @throws UnknownObjective */
export function judgedPartOf(metricName: string): JudgedPart['part'] {
  const part = metricName.split(':')[0];
  if (part === 'validation' || part === 'test') return part;
  throw new UnknownObjective(metricName);
}

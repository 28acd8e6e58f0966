import { InvalidTuningConfig } from './invalid-tuning-config.ts';
import type { CategoricalRange, ContinuousRange, IntegerRange, ParameterRange } from './parameter-range.ts';
import type { TuningJobDocument } from './tuning-job-document.ts';

type RangesDocument = TuningJobDocument['ParameterRanges'];
type NumericDocument = RangesDocument['ContinuousParameterRanges'][number];
type NumericRange = ContinuousRange | IntegerRange;

const MAX_RANGES = 30;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?\d+$/;

function numberOf(text: string, pattern: RegExp, where: string): number {
  const value = Number(text);
  if (!pattern.test(text) || !Number.isFinite(value)) {
    const what = pattern === WHOLE ? 'a whole number' : 'a number';
    throw new InvalidTuningConfig(`${where} must be ${what}, was "${text}"`);
  }
  return value;
}

function checkBounds({ name, min, max, scaling }: NumericRange): void {
  const bounds = `${min} to ${max}`;
  if (min > max) {
    throw new InvalidTuningConfig(`MinValue of ${name} must not be above MaxValue, was ${bounds}`);
  }
  if (scaling === 'Logarithmic' && min <= 0) {
    throw new InvalidTuningConfig(`${name} is scaled Logarithmic: MinValue must be above 0, was ${bounds}`);
  }
  if (scaling === 'ReverseLogarithmic' && (min < 0 || max >= 1)) {
    throw new InvalidTuningConfig(
      `${name} is scaled ReverseLogarithmic: both ends must be at least 0 and below 1, was ${bounds}`,
    );
  }
}

function numericRange(kind: NumericRange['kind'], document: NumericDocument): NumericRange {
  const name = document.Name;
  const pattern = kind === 'integer' ? WHOLE : NUMBER;
  const range = {
    kind,
    name,
    min: numberOf(document.MinValue, pattern, `MinValue of ${name}`),
    max: numberOf(document.MaxValue, pattern, `MaxValue of ${name}`),
    scaling: document.ScalingType,
  };
  checkBounds(range);
  return range;
}

function categoricalRange(document: RangesDocument['CategoricalParameterRanges'][number]): CategoricalRange {
  if (new Set(document.Values).size < document.Values.length) {
    throw new InvalidTuningConfig(
      `Values of ${document.Name} must differ, were ${document.Values.join(', ')}`,
    );
  }
  return { kind: 'categorical', name: document.Name, values: document.Values };
}

function checkNames(ranges: readonly ParameterRange[]): void {
  if (ranges.length === 0 || ranges.length > MAX_RANGES) {
    throw new InvalidTuningConfig(
      `ParameterRanges must hold 1 to ${MAX_RANGES} ranges, had ${ranges.length}`,
    );
  }
  const names = ranges.map((range) => range.name);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) {
    throw new InvalidTuningConfig(`ParameterRanges names "${repeated}" more than once`);
  }
}

/** Categorical, continuous, then integer ranges, each in the document's order. */
export function parseParameterRanges(document: RangesDocument): readonly ParameterRange[] {
  if (document.AutoParameters.length > 0) {
    throw new InvalidTuningConfig('AutoParameters are not offered here; give each parameter its range');
  }
  const ranges = [
    ...document.CategoricalParameterRanges.map(categoricalRange),
    ...document.ContinuousParameterRanges.map((range) => numericRange('continuous', range)),
    ...document.IntegerParameterRanges.map((range) => numericRange('integer', range)),
  ];
  checkNames(ranges);
  return ranges;
}

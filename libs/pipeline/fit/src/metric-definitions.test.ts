import { describe, expect, it } from 'vitest';
import { floatText, parseFloatText } from './float-text.ts';
import { METRIC_DEFINITIONS } from './metric-definitions.ts';
import { metricsFromLog } from './metrics-from-log.ts';

describe('metric definitions', () => {
  it('are the 37 of the service, each name once', () => {
    expect(METRIC_DEFINITIONS).toHaveLength(37);
    expect(new Set(METRIC_DEFINITIONS.map(({ Name }) => Name)).size).toBe(37);
  });

  it('hold the published patterns to the letter', () => {
    const regexOf = (name: string) => METRIC_DEFINITIONS.find(({ Name }) => Name === name)?.Regex;
    expect(regexOf('test:precision')).toBe('#quality_metric: host=\\S+, test precision <score>=(\\S+)');
    expect(regexOf('validation:objective_loss')).toBe(
      '#quality_metric: host=\\S+, epoch=\\S+, validation \\S+_objective <loss>=(\\S+)',
    );
    expect(regexOf('train:objective_loss:final')).toBe(
      '#quality_metric: host=\\S+, train \\S+_objective <loss>=(\\S+)',
    );
    expect(regexOf('train:throughput')).toBe(
      '#throughput_metric: host=\\S+, train throughput=(\\S+) records/second',
    );
  });

  it('find the last value of each metric in a log of the service', () => {
    const lines = [
      '[06/20/2018 20:56:44 INFO 139] #quality_metric: host=algo-1, epoch=0, validation binary_classification_cross_entropy_objective <loss>=0.508278604365',
      '[06/20/2018 20:56:45 INFO 139] #quality_metric: host=algo-1, epoch=1, validation binary_classification_cross_entropy_objective <loss>=0.45',
      '[06/20/2018 20:56:46 INFO 139] #quality_metric: host=algo-1, test binary_f_1.000 <score>=0.033',
      '[06/20/2018 20:56:46 INFO 139] #progress_metric: host=algo-1, completed 100 % epochs',
    ];
    expect(metricsFromLog(lines)).toEqual([
      { name: 'test:binary_f_beta', value: 0.033 },
      { name: 'validation:objective_loss', value: 0.45 },
      { name: 'train:progress', value: 100 },
    ]);
  });
});

describe('floatText', () => {
  it.each([
    [1, '1.0'],
    [0, '0.0'],
    [0.1, '0.1'],
    [1e-5, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [0.0001, '0.0001'],
    [1e16, '1e+16'],
    [123456789, '123456789.0'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
  ])('prints %d as %s and reads it back', (value, text) => {
    expect(floatText(value)).toBe(text);
    expect(parseFloatText(text)).toBe(value);
  });
});

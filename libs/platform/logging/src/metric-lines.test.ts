import { describe, expect, it } from 'vitest';
import { createLogger, embeddedMetrics, metricLines, type MetricsOf } from './index.ts';

const rule: MetricsOf = ({ outcome }, message) =>
  message === 'run finished' ? { [`Run-${String(outcome)}`]: 1, Unknown: NaN } : undefined;

function linesOf(stage: string | undefined): object[] {
  const lines: object[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as object) };
  const log = metricLines(createLogger({ name: 'test', level: 'info', destination }), rule, stage, () => 7);
  log.info({ outcome: 'promoted' }, 'run finished');
  log.warn({ outcome: 'promoted' }, 'something else');
  return lines;
}

describe('metric lines', () => {
  it('are the lines of the log with what CloudWatch makes metrics of', () => {
    const [finished, other] = linesOf('dev');
    expect(finished).toMatchObject({
      msg: 'run finished',
      outcome: 'promoted',
      stage: 'dev',
      'Run-promoted': 1,
      _aws: {
        Timestamp: 7,
        CloudWatchMetrics: [
          { Namespace: 'MovingGround', Dimensions: [['stage']], Metrics: [{ Name: 'Run-promoted' }] },
        ],
      },
    });
    expect(finished).not.toHaveProperty('Unknown');
    expect(other).not.toHaveProperty('_aws');
  });

  it('name each metric and each dimension as a field of the line, as the format wants it', () => {
    const line = embeddedMetrics('dev', { A: 1, B: 2.5, C: Infinity }, 1) as Record<string, unknown> & {
      _aws: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
    };
    const [set] = line._aws.CloudWatchMetrics;
    for (const name of [...set!.Dimensions.flat(), ...set!.Metrics.map(({ Name }) => Name)])
      expect(line).toHaveProperty(name);
    expect(set!.Metrics).toEqual([{ Name: 'A' }, { Name: 'B' }]);
    expect(embeddedMetrics('dev', { A: NaN }, 1)).toEqual({});
  });

  it('are the plain log where there is no stage', () => {
    for (const line of linesOf(undefined)) expect(line).not.toHaveProperty('_aws');
  });
});

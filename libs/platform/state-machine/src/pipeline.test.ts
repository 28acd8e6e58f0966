import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import {
  MissingSubstitution,
  PIPELINE_PLACEHOLDERS,
  resolvePipeline,
  UnknownSubstitution,
  type PipelineSubstitutions,
} from './index.ts';
import raw from './pipeline.asl.json' with { type: 'json' };

const arn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
const substitutions: PipelineSubstitutions = {
  CheckerFunctionArn: arn('checker'),
  DatasetFunctionArn: arn('dataset'),
  FinishFunctionArn: arn('finish'),
  SelectorFunctionArn: arn('selector'),
  VerifierFunctionArn: arn('verifier'),
  ExtractFunctionArn: arn('extract'),
  ExtractJobName: 'extract',
  SageMakerRoleArn: 'arn:aws:iam::000000000000:role/sagemaker',
};

type Rule = { Next?: string };
type State = {
  Type: string;
  Resource?: string;
  Next?: string;
  Default?: string;
  Choices?: Rule[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string }[];
  Retry?: {
    ErrorEquals: string[];
    MaxAttempts?: number;
    BackoffRate?: number;
    MaxDelaySeconds?: number;
    JitterStrategy?: string;
  }[];
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
};

const pipeline = resolvePipeline(substitutions);
const states = pipeline.States as Record<string, State>;
const tasks = Object.entries(states).filter(([, state]) => state.Type === 'Task');

function nextOf(state: State): string[] {
  const next = [state.Next, state.Default, ...(state.Choices ?? []).map((rule) => rule.Next)];
  return [...next, ...(state.Catch ?? []).map((catcher) => catcher.Next)].filter(
    (name) => name !== undefined,
  );
}

/** Every state that can be reached from `from` without passing through one of `closed`. */
function reachable(from: string, closed: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || closed.includes(name)) continue;
    seen.add(name);
    open.push(...nextOf(states[name]!));
  }
  return seen;
}

describe('the pipeline document', () => {
  it('is valid for asl-validator with paths and arns checked', () => {
    const { isValid, errorsText } = validate(structuredClone(pipeline), { checkArn: true, checkPaths: true });
    expect(isValid, errorsText('\n')).toBe(true);
  });

  it('is refused by asl-validator when a transition leads nowhere', () => {
    const broken = structuredClone(pipeline) as unknown as { States: Record<string, State> };
    broken.States['CheckBatch']!.Next = 'Nowhere';
    expect(validate(broken, { checkArn: true, checkPaths: true }).isValid).toBe(false);
  });

  it.each(tasks)(
    '%s has a timeout, retries that back off with jitter and a limit, and catches all',
    (_, task) => {
      expect(task.TimeoutSeconds ?? task.TimeoutSecondsPath).toBeDefined();
      expect(task.Retry?.length).toBeGreaterThan(0);
      for (const retrier of task.Retry ?? []) {
        expect(retrier.JitterStrategy).toBe('FULL');
        expect(retrier.BackoffRate).toBeGreaterThan(1);
        expect(retrier.MaxDelaySeconds).toBeGreaterThan(0);
        expect(retrier.MaxAttempts).toBeGreaterThan(0);
        expect(retrier.ErrorEquals).not.toContain('States.ALL');
      }
      expect(task.Catch?.map((catcher) => catcher.ErrorEquals)).toEqual([['States.ALL']]);
    },
  );

  it('never repeats a job that ran out of time', () => {
    for (const name of ['ExtractFeatures', 'ExtractInLambda', 'TuneModel']) {
      const retried = states[name]!.Retry!.flatMap((retrier) => retrier.ErrorEquals);
      expect(retried).not.toContain('States.Timeout');
      expect(retried).not.toContain('Sandbox.Timedout');
    }
  });

  it('gives a Lambda more time than Lambda does, so that none is left behind running', () => {
    expect(states['ExtractInLambda']!.TimeoutSeconds).toBeGreaterThan(900);
  });

  it('tells both extractions the same and goes on with either in the same way', () => {
    const { ExtractInLambda: lambda, ExtractFeatures: glue } = pipeline.States;
    expect(lambda).toMatchObject({ Parameters: { 'Payload.$': '$.run.extractArguments' } });
    expect(glue).toMatchObject({ Parameters: { 'Arguments.$': '$.run.extractArguments' } });
    for (const name of ['Next', 'Catch', 'ResultPath']) expect(lambda?.[name]).toEqual(glue?.[name]);
  });

  it('keeps every failure with the run', () => {
    for (const [, { Catch }] of tasks) for (const c of Catch ?? []) expect(c.ResultPath).toMatch(/^\$\.\w+$/);
  });

  it('releases the lease on every way from taking it to an end', () => {
    const ends = Object.keys(states).filter((name) => ['Succeed', 'Fail'].includes(states[name]!.Type));
    expect(ends.sort()).toEqual(['Done', 'RunFailed']);
    const past = reachable('CheckBatch', ['FinishRun', 'FinishFailed']);
    for (const end of ends) expect(past).not.toContain(end);
    expect(reachable('FinishRun', [])).toContain('Done');
  });

  it('reaches every state, and an end from every state', () => {
    expect([...reachable(pipeline.StartAt, [])].sort()).toEqual(Object.keys(states).sort());
    for (const name of Object.keys(states)) {
      const ahead = reachable(name, []);
      expect(ahead.has('Done') || ahead.has('RunFailed'), name).toBe(true);
    }
  });

  it('fails for real, with the error and cause of the state that failed', () => {
    expect(states['RunFailed']).toEqual({
      Type: 'Fail',
      ErrorPath: '$.failure.Error',
      CausePath: '$.failure.Cause',
    });
  });

  it('ends within a timer that Node can keep', () => {
    expect(pipeline.TimeoutSeconds).toBeLessThan(2 ** 31 / 1000);
  });

  it('uses no JSONata and no variables', () => {
    expect(JSON.stringify(raw)).not.toMatch(/QueryLanguage|JSONata|"Assign"|\{%/);
  });
});

describe('resolvePipeline', () => {
  it('knows exactly the placeholders of the document', () => {
    const found = new Set([...JSON.stringify(raw).matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]));
    expect([...found].sort()).toEqual([...PIPELINE_PLACEHOLDERS].sort());
  });

  it('leaves no placeholder behind', () => {
    expect(JSON.stringify(pipeline)).not.toContain('${');
    expect(JSON.stringify(pipeline)).toContain(substitutions.SageMakerRoleArn);
  });

  it.each(PIPELINE_PLACEHOLDERS)('refuses to go without %s', (name) => {
    const rest = Object.fromEntries(Object.entries(substitutions).filter(([known]) => known !== name));
    expect(() => resolvePipeline(rest as PipelineSubstitutions)).toThrow(MissingSubstitution);
    expect(() => resolvePipeline({ ...substitutions, [name]: '' })).toThrow(name);
  });

  it('refuses a name that the document does not have', () => {
    const more = { ...substitutions, CheckerArn: 'x' };
    expect(() => resolvePipeline(more)).toThrow(UnknownSubstitution);
  });
});

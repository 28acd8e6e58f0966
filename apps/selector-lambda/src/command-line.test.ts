import { describe, expect, it } from 'vitest';
import { readCommand } from './command-line.ts';

const run = '20260105t101500-0f3a9c21-1';
const environment = { GROUND_BUCKET: 'ground', GROUND_STAGE: 'dev' };

describe("a person's command", () => {
  it('is one run, and may say why', () => {
    const unsaid = { why: '', json: false, quiet: false };
    expect(readCommand([run], environment)).toEqual({ runId: run, bucket: 'ground', ...unsaid });
    expect(readCommand([run, '--json', '--quiet'], environment)).toMatchObject({ json: true, quiet: true });
    expect(readCommand([run, '--why', 'worse'], environment).why).toBe('worse');
  });

  it.each([
    ['no run', [], environment, 'give one run'],
    ['two', [run, run], environment, 'give one run'],
    ['what is no run', ['x'], environment, 'a run id is'],
    ['an unknown flag', [run, '--force'], environment, '--force'],
    ['no bucket', [run], {}, 'GROUND_BUCKET was missing: name the bucket of the runs'],
    ['an unknown variable', [run], { ...environment, GROUND_BUKET: 'x' }, 'GROUND_BUKET'],
  ])('is refused with %s', (_, words, variables, message) => {
    expect(() => readCommand(words, variables)).toThrow(message);
  });
});

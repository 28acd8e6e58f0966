import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

describe('the command line', () => {
  it('takes several recordings, behind one flag or several, and settings by their path', () => {
    const line = parseCommandLine([
      'run',
      '--replay',
      'a',
      'b',
      '--replay',
      'c',
      '--set',
      'bot.takeProfit=0.3',
      '--seed',
      '7',
    ]);
    expect(line).toMatchObject({ verb: 'run', seed: 7, ages: [1, 4], alpha: 0.01 });
    expect([...line.replay].sort()).toEqual(['a', 'b', 'c']);
    expect(line.written).toEqual({ split: { seed: 7 }, tuning: { seed: 7 }, bot: { takeProfit: 0.3 } });
  });

  it('takes the two runs to compare', () => {
    expect(parseCommandLine(['compare', 'x', 'y']).runs).toEqual(['x', 'y']);
  });

  it.each([
    [['rum'], 'there is no command rum: did you mean run?'],
    [['run', '--reply', 'x'], 'there is no flag --reply: did you mean --replay?'],
    [['null', '--seeds', 'many'], '--seeds was "many": give a number that is not negative'],
    [['run', '--set', 'takeProfit'], '--set was "takeProfit": write PATH=VALUE'],
  ])('refuses %j and says why', (words, message) => {
    expect(() => parseCommandLine(words)).toThrow(message);
  });

  it('without a word is a cry for help', () => {
    expect([parseCommandLine([]).verb, parseCommandLine(['run', '-h']).verb]).toEqual(['help', 'help']);
  });
});

import { describe, expect, it } from 'vitest';
import { parseCommand } from './command.ts';

const bench = (name: string): Parameters<typeof parseCommand>[1][number] => ({
  name,
  title: '',
  toReach: '',
  run: async () => ({ data: '', text: '', figures: {} }),
});
const ALL = [bench('ticks'), bench('gold')];

describe('the command', () => {
  it('runs all benches where none is named, and the named ones in the order of the list', () => {
    expect(parseCommand([], ALL)).toEqual({ benches: ALL, json: false, quiet: false });
    expect(parseCommand(['gold', '--json', '--out', 'x.json', 'ticks'], ALL)).toEqual({
      benches: ALL,
      json: true,
      quiet: false,
      outFile: 'x.json',
    });
  });

  it('refuses a bench and a flag that there are not, and names those there are', () => {
    expect(parseCommand(['golf'], ALL)).toEqual({
      refusal: 'there is no bench "golf": choose from ticks | gold',
    });
    expect(parseCommand(['--jsn', 'x'], ALL)).toHaveProperty(
      'refusal',
      expect.stringContaining('ticks | gold'),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { play, type Contest, type Role } from './contest.ts';
import { candidateRatio, contestTable, figureOf } from './table.ts';

/** Answers the given wall times one after the other, and notes whose turn it was. */
function contestant(
  name: string,
  role: Role,
  wallMs: number[],
  taken: string[] = [],
): Contest['contestants'][number] {
  const times = wallMs.values();
  const turn = async (): Promise<{ units: number; wallMs: number; cpuMs: number }> => {
    taken.push(name);
    return { units: 1000, wallMs: times.next().value ?? NaN, cpuMs: 1 };
  };
  return { name, role, turn };
}

const settings = { data: '', figure: 'rate', unit: 'ticks/s', absent: [], warmUps: 1, turns: 3 } as const;

describe('a contest', () => {
  it('gives all a warm-up that does not count, and then turns one after the other', async () => {
    const taken: string[] = [];
    const contestants = [
      contestant('A', 'peer', [1, 10, 20, 30], taken),
      contestant('B', 'candidate', [2, 4, 6, 8], taken),
    ];
    const told: string[] = [];
    const [a, b] = await play({ ...settings, contestants }, (done, total) => told.push(`${done}/${total}`));
    expect(taken.join('')).toBe('ABABABAB');
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((turn) => `${turn}/8`));
    expect(a?.turns.map(({ wallMs }) => wallMs)).toEqual([10, 20, 30]);
    expect(b?.turns.map(({ wallMs }) => wallMs)).toEqual([4, 6, 8]);
  });

  it('says how many times as fast as its peer the candidate is, for rates and for durations', async () => {
    const contestants = [
      contestant('A', 'peer', [1, 10, 20, 30]),
      contestant('B', 'candidate', [1, 4, 5, 8]),
    ];
    const contest: Contest = { ...settings, contestants };
    const [a, b] = await play(contest);
    expect(a && figureOf(contest, a)).toEqual({ min: 1e6 / 30, median: 50_000, max: 100_000 });
    expect(a && candidateRatio(contest, a, b)).toBe(4);
    expect(a && candidateRatio({ ...contest, figure: 'seconds' }, a, b)).toBe(4);
  });

  it('has a row for a peer that is not installed', async () => {
    const absent = [{ name: 'numpy', role: 'peer', reason: 'python3-numpy is not installed' }] as const;
    const contest: Contest = { ...settings, absent, contestants: [contestant('B', 'candidate', [])] };
    expect(contestTable(contest, await play(contest))).toContain(
      'numpy  peer       not run: python3-numpy is',
    );
  });
});

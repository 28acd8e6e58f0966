import { describe, expect, it } from 'vitest';
import { Progress } from './progress.ts';

function told(
  isTerminal: boolean,
  total: number,
  act: (progress: Progress, at: (ms: number) => void) => void,
): string[] {
  const texts: string[] = [];
  let now = 0;
  const output = { isTerminal, columns: 60, write: (text: string) => texts.push(text), now: () => now };
  act(new Progress(total, output), (ms) => (now = ms));
  return texts;
}

describe('progress', () => {
  it('is a line for each tenth in a pipe, with the time left', () => {
    const texts = told(false, 40, (progress, at) => {
      for (let i = 1; i <= 40; i++) {
        at(i * 1000);
        progress.finished(`seed ${i}`);
      }
    });
    expect(texts).toHaveLength(10);
    expect([texts[0], texts.at(-1)]).toEqual([
      '4 of 40, about 36 s left (seed 4)\n',
      '40 of 40, done (seed 40)\n',
    ]);
  });

  it('is one line that is drawn over in a terminal, never wider than it', () => {
    const texts = told(true, 2, (progress, at) => {
      at(3000);
      progress.finished('a name that is longer than what is left of the line');
      progress.finished('b');
    });
    const lines = texts.map((text) => text.replace('\r\u001b[K', '').replace('\n', ''));
    expect(texts.map((text) => text.startsWith('\r'))).toEqual([true, true, false]);
    expect(texts.map((text) => text.endsWith('\n'))).toEqual([false, false, true]);
    for (const line of lines) expect(line.length).toBeLessThan(60);
    expect(lines[0]).toContain('1 of 2, about 3 s left');
  });

  it('does not count what was found when it estimates the time', () => {
    const texts = told(false, 3, (progress, at) => {
      progress.found('a');
      at(5000);
      progress.finished('b');
      progress.finished('c');
    });
    expect(texts).toEqual([
      '1 of 3, time left not known yet (a)\n',
      '2 of 3, about 5 s left (b)\n',
      '3 of 3, done (c)\n',
    ]);
  });

  it('of what is read in parts goes to where it is told, never back, and never past the end', () => {
    const texts = told(false, 20_000, (progress, at) => {
      at(1000);
      progress.reached(5_000, 'monday.csv');
      progress.reached(4_000, 'monday.csv');
      at(4000);
      progress.reached(21_000, 'monday.csv');
    });
    expect(texts).toEqual([
      '5,000 of 20,000, about 3 s left (monday.csv)\n',
      '20,000 of 20,000, done (monday.csv)\n',
    ]);
  });

  it('is drawn again while nothing is done, in a terminal only', () => {
    const act = (progress: Progress, at: (ms: number) => void): void => {
      progress.finished('a');
      at(9000);
      progress.again('a, still');
    };
    expect(told(false, 20, act)).toEqual([]);
    expect(told(true, 20, act).at(-1)).toContain('1 of 20, about 3 min left a, still');
  });

  it('that is left before its end leaves the line to what comes next, once', () => {
    const texts = told(true, 3, (progress) => {
      progress.finished('a');
      progress.ended();
      progress.ended();
    });
    expect(texts.filter((text) => text === '\n')).toHaveLength(1);
    const untouched = told(true, 3, (progress) => progress.ended());
    expect(untouched).toEqual([]);
  });

  it('counts what is whole, and goes on with the parts', () => {
    const texts = told(true, 4, (progress, at) => {
      at(6000);
      progress.again('first');
      progress.reached(0.5, 'first, half of it');
      at(9000);
      progress.reached(1.5, 'second, half of it');
    });
    expect(texts[0]).toContain('0 of 4, time left not known yet after 6 s');
    expect(texts[1]).toContain('0 of 4, about 42 s left first');
    expect(texts[2]).toContain('1 of 4, about 15 s left second');
  });

  it('makes way for what is written beside it', () => {
    const texts: string[] = [];
    const output = { isTerminal: true, columns: 60, write: (text: string) => texts.push(text), now: () => 0 };
    const progress = new Progress(2, output);
    progress.aside(() => texts.push('nothing is in the way\n'));
    progress.finished('a');
    const before = texts.length;
    progress.aside(() => texts.push('a result\n'));
    expect(texts.slice(before, -1)).toEqual(['\r\u001b[K', 'a result\n']);
    expect(texts.at(-1)).toContain('1 of 2');
  });
});

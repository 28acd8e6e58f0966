import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepDrawing } from './keep-drawing.ts';
import { Progress } from './progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a progress that is kept drawing', () => {
  it('is drawn each second while nothing new is done, and leaves its line once', () => {
    const texts: string[] = [];
    const write = (text: string): void => void texts.push(text);
    const progress = new Progress(2, { isTerminal: true, columns: 80, write, now: () => Date.now() });
    const drawing = keepDrawing(progress);
    vi.advanceTimersByTime(3000);
    expect(texts).toHaveLength(3);
    expect(texts.at(-1)).toContain('after 3 s');
    drawing[Symbol.dispose]();
    vi.advanceTimersByTime(3000);
    expect(texts.slice(3)).toEqual(['\n']);
  });

  it('is nothing where no progress is wanted', () => {
    const drawing = keepDrawing(undefined);
    vi.advanceTimersByTime(3000);
    drawing[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});

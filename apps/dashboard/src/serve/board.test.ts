import { describe, expect, it } from 'vitest';
import { Board, type BoardEvent } from './board.ts';

const ticks = (ms: number) => ({ ms: [ms], bid: [1], offer: [2] });

describe('the board', () => {
  it('tells a topic when it changes, and not when it is as it was', () => {
    const board = new Board();
    const told: BoardEvent[] = [];
    board.listen((event) => told.push(event));
    board.put('model', 1);
    board.put('model', 1);
    board.put('model', 2);
    expect(told.map(({ name, json }) => [name, json])).toEqual([
      ['model', '1'],
      ['model', '2'],
    ]);
    expect(board.get('model')).toBe(2);
  });

  it('gives a page that was away exactly what it missed', () => {
    const board = new Board();
    board.put('model', 1);
    board.addTicks(ticks(1));
    const seen = board.lastId;
    board.addTicks(ticks(2));
    board.put('trouble', { runs: 'no answer' });
    const { isWhole, events } = board.since(seen);
    expect(isWhole).toBe(true);
    expect(events.map(({ name }) => name)).toEqual(['ticks', 'trouble']);
  });

  it('sends a page that comes first, or too late for its ticks, all topics and no ticks', () => {
    const board = new Board();
    board.put('model', 1);
    for (let i = 0; i < 1300; i++) board.addTicks(ticks(i));
    for (const lastId of [undefined, 1, 99_999]) {
      const { isWhole, events } = board.since(lastId);
      expect(isWhole).toBe(false);
      expect(events.map(({ name }) => name)).toEqual(['model']);
    }
    expect(board.since(board.lastId)).toEqual({ isWhole: true, events: [] });
  });

  it('stops telling who does not listen any more', () => {
    const board = new Board();
    let count = 0;
    const stop = board.listen(() => count++);
    board.put('model', 1);
    stop();
    board.put('model', 2);
    expect(count).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScores, scoreLine, scoresHeader, type ScoredOrder } from './scores-csv.ts';

async function* text(...lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
}

const read = async (...lines: readonly string[]): Promise<readonly ScoredOrder[]> =>
  (await Array.fromAsync(readScores(text(scoresHeader, ...lines), 'test-scores.csv'))).flat();

const prediction = fc.record({
  score: fc.float({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
  predictedLabel: fc.constantFrom(0 as const, 1 as const),
});

const order = fc.record({
  id: fc.constant('1767607200-0'),
  openTimeMs: fc.nat(),
  closeTimeMs: fc.nat(),
  outcome: fc.constantFrom('profit' as const, 'loss' as const),
  actualProfit: fc.integer(),
  challenger: fc.option(prediction),
  champion: fc.option(prediction),
});

describe('stored scores', () => {
  it('are read back to the bit of their float32', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { maxLength: 20 }), async (orders) => {
        expect(await read(...orders.map(scoreLine))).toEqual(orders);
      }),
    );
  });

  it.each([
    ['1-0,1,2,loss,1,0.5,2,,', 'challenger_label was "2"'],
    ['1-0,1,2,loss,1,,1,,', 'challenger_score was ""'],
    ['1-0,1,2,loss,1,0.5,1,0.5,', 'champion_label was ""'],
  ])('that are half there are refused: %s', async (line, message) => {
    await expect(read(line)).rejects.toThrow(message);
  });
});

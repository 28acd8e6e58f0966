import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError } from './csv-error.ts';
import { outcomeLine, outcomesHeader, readOutcomes, type OrderOutcome } from './outcomes-csv.ts';

async function* text(...lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
}

const read = async (...lines: readonly string[]): Promise<readonly OrderOutcome[]> =>
  (await Array.fromAsync(readOutcomes(text(...lines), 'test-outcomes.csv'))).flat();

const outcome = fc.record({
  id: fc.tuple(fc.nat(2_000_000_000), fc.nat(99)).map(([second, slot]) => `${second}-${slot}`),
  openTimeMs: fc.nat(2_000_000_000_000),
  closeTimeMs: fc.nat(2_000_000_000_000),
  outcome: fc.constantFrom('profit' as const, 'loss' as const),
  actualProfit: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
});

describe('outcomes', () => {
  it('are read back to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { maxLength: 20 }), async (outcomes) => {
        expect(await read(outcomesHeader, ...outcomes.map(outcomeLine))).toEqual(outcomes);
      }),
    );
  });

  it.each([
    ['an id that is none', 'x,1,2,profit,1', 'id was "x"'],
    ['a word that is no outcome', '1-0,1,2,draw,1', 'loss_or_profit was "draw"'],
    ['a profit that is no number', '1-0,1,2,loss,much', 'actual_profit was "much"'],
    ['a field too many', '1-0,1,2,loss,1,1', 'line 2'],
  ])('with %s are refused, the line named', async (_, line, message) => {
    await expect(read(outcomesHeader, line)).rejects.toThrow(CsvError);
    await expect(read(outcomesHeader, line)).rejects.toThrow(message);
  });
});

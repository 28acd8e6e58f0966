import { EXITS, OUTCOMES, type Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, inChunks, refusalOf, rowsOf } from './chunks.fixture.ts';
import { readTransactions, transactionLine, transactionsHeader } from './transactions-csv.ts';

describe('transactions.csv', () => {
  const transaction: Transaction = {
    id: '1585329862-1',
    openTimeMs: 1585329862779,
    openPrice: 6512.5,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: 6522.5,
    stopPrice: 6502.5,
    closeTimeMs: 1585329899000,
    closePrice: 6523,
    exit: 'take-profit',
    outcome: 'profit',
    nominalProfit: 10,
    actualProfit: -25.5,
  };
  const file = (line: string): AsyncGenerator<Uint8Array> =>
    inChunks(bytes(`${transactionsHeader}\n${line}\n`), 50);

  it('begins with the columns of the article', () => {
    expect(transactionLine(transaction)).toBe(
      '1585329862779,profit,buy,10,10,6512.5,6502.5,6522.5,1585329862-1,1585329899000,take-profit,6523,10,-25.5',
    );
  });

  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0));
  const any: fc.Arbitrary<Transaction> = fc.record({
    id: fc.tuple(fc.nat(2_000_000_000), fc.nat(999)).map(([second, slot]) => `${second}-${slot}`),
    openTimeMs: fc.nat(2_000_000_000).map((seconds) => seconds * 1000 + 7),
    openPrice: number,
    takeProfit: number,
    stopLoss: number,
    limitPrice: number,
    stopPrice: number,
    closeTimeMs: fc.nat(3_600_000).map((ms) => 2_000_000_001_000 + ms),
    closePrice: number,
    exit: fc.constantFrom(...EXITS),
    outcome: fc.constantFrom(...OUTCOMES),
    nominalProfit: number,
    actualProfit: number,
  });

  it('reads back what was written, to the last bit, wherever its chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(any, { maxLength: 9 }),
        fc.integer({ min: 1, max: 99 }),
        async (list, size) => {
          const text = [transactionsHeader, ...list.map(transactionLine), ''].join('\n');
          expect(await rowsOf(readTransactions(inChunks(bytes(text), size), 't'))).toEqual(list);
        },
      ),
    );
  });

  it('says in its refusal which file, line and column it means, and at most 40 characters of the value', async () => {
    const line = transactionLine(transaction).replace('6512.5', `=cmd(${'x'.repeat(90)})`);
    const {
      name,
      file: from,
      line: number,
      column,
      message,
    } = await refusalOf(readTransactions(file(line), 't.csv'));
    expect({ name, from, number, column }).toEqual({
      name: 'CsvError',
      from: 't.csv',
      number: 2,
      column: 'price',
    });
    expect(message).toBe(`t.csv, line 2: price was "=cmd(${'x'.repeat(35)}...": expected a number`);
  });

  it('may have every field in quotes', async () => {
    const line = transactionLine(transaction)
      .split(',')
      .map((field) => `"${field}"`)
      .join();
    expect(await rowsOf(readTransactions(file(line), 't'))).toEqual([transaction]);
  });

  it('takes quotes, CRLF and a byte order mark', async () => {
    const text = `\ufeff${transactionsHeader}\r\n${transactionLine(transaction).replace('buy', '"buy"')}\r\n`;
    expect(await rowsOf(readTransactions(inChunks(bytes(text), 9), 't'))).toEqual([transaction]);
  });

  it.each([
    [
      '1585329899000',
      '1585329862778',
      'close_timestamp was "1585329862778": expected a time not before the order\'s',
    ],
    ['take-profit', 'won', 'exit was "won": expected one of'],
    [',10,-25.5', ',10', '13 fields, the header has 14 columns'],
    ['6512.5', '6512,5', '15 fields'],
    ['6512.5', '=cmd()', 'price was "=cmd()": expected a number'],
    ['6512.5', '0x10', 'price was "0x10"'],
    ['6512.5', '', 'price was "": expected a number'],
    ['6512.5', 'NaN', 'price was "NaN"'],
    ['6512.5', ' 6512.5', 'price was " 6512.5"'],
    ['buy', '"bu\ny"', 'a quoted field does not end on its line'],
    ['buy', 'b"uy', 'a quote stands inside the field'],
    ['buy', '"buy"x', 'a quoted field is not followed by a comma'],
    ['buy', 'sell', 'type was "sell": expected one of buy'],
    ['-25.5', '-25.5,', '15 fields'],
    ['1585329862-1', '../1', 'id was "../1": expected an order id'],
    ['buy', '"buy', 'a quoted field does not end on its line'],
  ])('with %j as %j is refused', async (was, now, message) => {
    const refused = await refusalOf(
      readTransactions(file(transactionLine(transaction).replace(was, now)), 't.csv'),
    );
    expect(refused.message).toContain(`t.csv, line 2: ${message}`);
  });

  it('takes exponents', async () => {
    const [read] = await rowsOf(
      readTransactions(file(transactionLine(transaction).replace('6512.5', '6.5125E3')), 't'),
    );
    expect(read?.openPrice).toBe(6512.5);
  });
});

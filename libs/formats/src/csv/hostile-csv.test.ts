import type { PriceTick, StoredTick, Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, inChunks, refusalOf, rowsOf } from './chunks.fixture.ts';
import { CsvError } from './csv-error.ts';
import { priceLine, pricesHeader, readPrices } from './prices-csv.ts';
import { quoteLine, quotesHeader, readQuotes } from './quotes-csv.ts';
import { readTransactions, transactionLine, transactionsHeader } from './transactions-csv.ts';

const START = 1_767_607_200_000;

function tickAt(i: number): PriceTick {
  const offer = 6512.5 + (i % 7) / 4;
  return {
    timeMs: START + i * 100,
    bid: offer - 36,
    offer,
    midOpen: 6400.25,
    high: 6600.5,
    low: 6300.5,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

const storedAt = (i: number): StoredTick => ({ ...tickAt(i), sequence: 0 });

function transactionAt(i: number): Transaction {
  return {
    id: `${1_767_607_200 + i}-0`,
    openTimeMs: START + i * 1000,
    openPrice: 6512.5,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: 6522.5,
    stopPrice: 6502.5,
    closeTimeMs: START + i * 1000 + 500,
    closePrice: 6523.5,
    exit: 'take-profit',
    outcome: 'profit',
    nominalProfit: 10,
    actualProfit: -25.5,
  };
}

type Chunks = AsyncIterable<Uint8Array>;
type Kind = {
  readonly header: string;
  /** The i-th good line; its number 6512.5 stands in it once at i = 0. */
  readonly line: (i: number) => string;
  readonly row: (i: number) => object;
  readonly read: (chunks: Chunks) => AsyncIterable<readonly object[]>;
};

const KINDS: Readonly<Record<string, Kind>> = {
  'quotes.csv': {
    header: quotesHeader,
    line: (i) => quoteLine(tickAt(i)),
    row: tickAt,
    read: (chunks) => readQuotes(chunks, 'f.csv'),
  },
  'prices.csv': {
    header: pricesHeader,
    line: (i) => priceLine(storedAt(i)),
    row: storedAt,
    read: (chunks) => readPrices(chunks, 'f.csv'),
  },
  'transactions.csv': {
    header: transactionsHeader,
    line: (i) => transactionLine(transactionAt(i)),
    row: transactionAt,
    read: (chunks) => readTransactions(chunks, 'f.csv'),
  },
};

const ROWS = 5;

function fileOf({ header, line }: Kind): string {
  return `${[header, ...Array.from({ length: ROWS }, (_, i) => line(i))].join('\n')}\n`;
}

const readText = (kind: Kind, text: string, size = 37): AsyncIterable<readonly object[]> =>
  kind.read(inChunks(bytes(text), size));

describe.each(Object.entries(KINDS))('%s', (_, kind) => {
  const good = fileOf(kind);
  const rows = Array.from({ length: ROWS }, (_, i) => kind.row(i));
  const inQuotes = (line: string): string =>
    line
      .split(',')
      .map((field) => `"${field}"`)
      .join();

  it.each([
    ['a byte order mark', `\ufeff${good}`],
    ['CRLF', good.replaceAll('\n', '\r\n')],
    ['no line end at its end', good.trimEnd()],
    ['every field in quotes', good.trimEnd().split('\n').map(inQuotes).join('\n')],
    ['exponents', good.replace('6512.5', '6.5125E3')],
    ['all of it', `\ufeff${good.trimEnd().split('\n').map(inQuotes).join('\r\n')}`],
  ])('may have %s', async (_, text) => {
    expect(await rowsOf(readText(kind, text))).toEqual(rows);
  });

  const secondLine = kind.line(0);
  it.each<[string, number, string]>([
    ['no header', 1, good.slice(good.indexOf('\n') + 1)],
    ['a header twice', 2, `${kind.header}\n${good}`],
    ['a field more', 2, good.replace(secondLine, `${secondLine},`)],
    ['a field less', 2, good.replace(secondLine, secondLine.slice(0, secondLine.lastIndexOf(',')))],
    ['a decimal comma', 2, good.replace('6512.5', '6512,5')],
    ['a decimal comma in quotes', 2, good.replace('6512.5', '"6512,5"')],
    ['a thousands separator', 2, good.replace('6512.5', '6 512.5')],
    ['a line end inside quotes', 2, good.replace('6512.5', '"6512\n.5"')],
    ['a quote that never ends', 2, good.replace('6512.5', '"6512.5')],
    ['a formula', 2, good.replace('6512.5', "=cmd()|'/c calc'!A1")],
    ['a formula that begins with a sign', 2, good.replace('6512.5', '@SUM(A1)')],
    ['not a number', 2, good.replace('6512.5', 'NaN')],
    ['infinity', 2, good.replace('6512.5', '1e999')],
    ['a NUL', 2, good.replace('6512.5', '6512.5\u0000')],
    ['an empty line', 3, good.replace(`${secondLine}\n`, `${secondLine}\n\n`)],
    ['line ends of old Macs', 1, good.replaceAll('\n', '\r')],
    ['itself ten times', ROWS + 2, good.repeat(10)],
    ['nothing in it', 1, ''],
  ])('with %s is refused at line %d', async (_, line, text) => {
    const refusal = await refusalOf(readText(kind, text));
    expect(refusal.line).toBe(line);
    expect(refusal.message).toContain(`f.csv, line ${line}: `);
    expect(refusal.message.length).toBeLessThan(400);
  });

  it('gives whole rows or a CsvError for any bytes, the same wherever they are cut', async () => {
    const anyDamage = fc.record({
      at: fc.nat(),
      taken: fc.nat(12),
      put: fc.oneof(
        fc.constantFrom('"', ',', '\n', '\r\n', '\ufeff', '=', '-', 'e', '\u0000', '""', '9'.repeat(400)),
        fc.string({ maxLength: 8 }),
      ),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDamage, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 300 }),
        async (damages, size) => {
          const text = damages.reduce((was, { at, taken, put }) => {
            const from = at % (was.length + 1);
            return was.slice(0, from) + put + was.slice(from + taken);
          }, good);
          const [one, other] = await Promise.all([
            endOf(readText(kind, text, size)),
            endOf(readText(kind, text, 1_000_000)),
          ]);
          expect(one).toEqual(other);
          if (one.refusal === undefined) return;
          refused += 1;
          expect(one.line).toBeLessThanOrEqual(text.split('\n').length + 1);
        },
      ),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(300);
  }, 60_000);

  it('that is no text ends in a CsvError', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        async (any, size) => {
          const header = bytes(`${kind.header}\n`);
          expect((await endOf(kind.read(inChunks(any, size)))).refusal).toBeDefined();
          const { refusal, rows: read } = await endOf(
            kind.read(inChunks(Uint8Array.of(...header, ...any), size)),
          );
          expect(refusal !== undefined || read.length === 0).toBe(true);
        },
      ),
    );
  });

  it('of one line of 500 MB is refused after 64 KiB of it', async () => {
    const before = process.memoryUsage().rss;
    const source = endlessLine(kind.header, 500_000_000);
    const { refusal } = await endOf(kind.read(source.chunks));
    expect(refusal).toBe('f.csv, line 2: the line has over 65536 bytes');
    expect(source.given()).toBeLessThan(200_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it('of half a million lines is read in the memory of a few', async () => {
    let read = 0;
    const before = process.memoryUsage().rss;
    for await (const group of kind.read(manyLines(kind, 500_000))) read += group.length;
    expect(read).toBe(500_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  }, 60_000);
});

type End = { readonly rows: object[]; readonly refusal: string | undefined; readonly line: number };

/** Rows before the refusal depend on the chunks, so they count only where all is read. */
async function endOf(groups: AsyncIterable<readonly object[]>): Promise<End> {
  try {
    return { rows: await rowsOf(groups), refusal: undefined, line: 0 };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: [], refusal: error.message, line: error.line };
  }
}

function endlessLine(header: string, size: number): { chunks: Chunks; given: () => number } {
  let given = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes(`${header}\n`));
    for (; given < size; given += 65_536) yield new Uint8Array(65_536).fill(49);
  }
  return { chunks: chunks(), given: () => given };
}

async function* manyLines({ header, line }: Kind, count: number): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes(`${header}\n`));
  for (let i = 0; i < count; i += 500)
    yield bytes(Array.from({ length: 500 }, (_, k) => `${line(i + k)}\n`).join(''));
}

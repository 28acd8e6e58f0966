import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, startLoop } from './loop.ts';
import { quotesFile, recordedLines } from './recorded-quotes.ts';
import type { Report } from './report.ts';
import { SMALL } from './small-batches.ts';
import { storedObjects } from './stored-objects.ts';

type Outcome = { readonly reportText: string; readonly objects: ReadonlyMap<string, Buffer> };

async function replay(quotes: string): Promise<Outcome> {
  const data = freshFolder();
  const ended = await startLoop('--once', '--replay', quotes, '--data', data, ...SMALL).ended;
  const told = ended.events.find(({ event }) => event === 'report');
  if (ended.code !== 0 || !told) {
    throw new Error(`exit code ${ended.code}: ${ended.stderr}${JSON.stringify(ended.events.slice(-3))}`);
  }
  return { reportText: readFileSync(String(told['file']), 'utf8'), objects: storedObjects(data) };
}

/** What the data decides. The market may be a batch further when the first model ends the loop. */
function decidedByData({ reportText, objects }: Outcome): [string, string][] {
  const { batches } = (JSON.parse(reportText) as { dataset: { batches: string[] } }).dataset;
  return [...objects]
    .filter(([key]) =>
      batches.some((batch) => key.startsWith(`staging/${batch}/`) || key.startsWith(`datasets/${batch}/`)),
    )
    .map(([key, bytes]) => [key, bytes.toString('base64')]);
}

describe('a recording replayed', () => {
  let first: Outcome;
  let again: Outcome;
  let other: Outcome;

  beforeAll(async () => {
    const quotes = quotesFile(recordedLines(4000, 7));
    first = await replay(quotes);
    // Side by side: what a busy machine does to the timing must change nothing.
    [again, other] = await Promise.all([replay(quotes), replay(quotesFile(recordedLines(4000, 8)))]);
  }, 240_000);

  it('writes the same bytes into CSVs, manifests and datasets a second time', () => {
    const keys = decidedByData(first).map(([key]) => key);
    for (const end of ['transactions.csv', 'prices.csv', 'manifest.json', '.rec', 'report.json']) {
      expect(keys.filter((key) => key.endsWith(end)).length, end).toBeGreaterThan(0);
    }
    expect(decidedByData(again)).toEqual(decidedByData(first));
  });

  it('yields the same report a second time', () => {
    expect(again.reportText).toBe(first.reportText);
  });

  it('yields other numbers when it is another recording', () => {
    const numbers = ({ reportText }: Outcome): Report['evaluation'] =>
      (JSON.parse(reportText) as Report).evaluation;
    expect(numbers(other)).not.toEqual(numbers(first));
  });
});

import { readFileSync } from 'node:fs';
import { sparkEnvironment } from '@moving-ground/two-engines';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, startLoop, type Event } from './loop.ts';
import { quotesFile, recordedLines } from './recorded-quotes.ts';
import { SMALL } from './small-batches.ts';
import { storedObjects } from './stored-objects.ts';

type Extracted = { readonly states: readonly string[]; readonly datasets: readonly [string, string][] };

const ALL_BY_GLUE = ['--set', 'extraction.glueFromTransactions=0'];
const ON_SPARK = [...ALL_BY_GLUE, '--set', 'extraction.localGlue=spark'];

const { missing } = await sparkEnvironment();

/** The states told and the datasets of the window that the first model is trained on; the next run may have begun. */
async function extracted(quotes: string, words: readonly string[]): Promise<Extracted> {
  const data = freshFolder();
  const ended = await startLoop('--once', '--replay', quotes, '--data', data, ...SMALL, ...words).ended;
  if (ended.code !== 0) throw new Error(`exit code ${ended.code}: ${ended.stderr}`);
  const told = ended.events.find(({ event }) => event === 'report');
  const { batches } = (
    JSON.parse(readFileSync(String(told?.['file']), 'utf8')) as { dataset: { batches: readonly string[] } }
  ).dataset;
  const isEntered = ({ event, state }: Event): boolean =>
    event === 'state-entered' && String(state).startsWith('Extract');
  return {
    states: [...new Set(ended.events.filter(isEntered).map(({ state }) => String(state)))],
    datasets: [...storedObjects(data)]
      .filter(([key]) => batches.some((batch) => key.startsWith(`datasets/${batch}/`)))
      .map(([key, bytes]) => [key, bytes.toString('base64')]),
  };
}

describe('a recording', { timeout: 240_000 }, () => {
  const quotes = quotesFile(recordedLines(4000, 7));
  let inLambda: Extracted;

  beforeAll(async () => {
    inLambda = await extracted(quotes, []);
  }, 120_000);

  it('is extracted in the Lambda where its windows are small', () => {
    expect(inLambda.states).toEqual(['ExtractInLambda']);
    expect(inLambda.datasets.map(([key]) => key.split('/').at(-1))).toContain('report.json');
  });

  it('is extracted by Glue where the configuration says so, to the same bytes', async () => {
    const byGlue = await extracted(quotes, ALL_BY_GLUE);
    expect(byGlue.states).toEqual(['ExtractFeatures']);
    expect(byGlue.datasets).toEqual(inLambda.datasets);
  });

  it.skipIf(missing)(
    `is extracted by the Spark job to the same bytes${missing ? ` (${missing})` : ''}`,
    async () => {
      const onSpark = await extracted(quotes, ON_SPARK);
      expect(onSpark.states).toEqual(['ExtractFeatures']);
      expect(onSpark.datasets).toEqual(inLambda.datasets);
    },
  );
});

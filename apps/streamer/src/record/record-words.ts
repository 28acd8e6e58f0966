import { parseArgs } from 'node:util';

export type RecordWords = {
  readonly path: string;
  readonly isAppending: boolean;
  readonly json: boolean;
  /** Only what was recorded in the end. */
  readonly quiet: boolean;
  readonly seconds: number | undefined;
  readonly ticks: number | undefined;
};

/** The command line is not understood. */
export class WordsNotUnderstood extends Error {
  override readonly name = 'WordsNotUnderstood';
}

const OPTIONS = {
  append: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  ticks: { type: 'string' },
} as const;

/** @throws WordsNotUnderstood */
export function recordWords(words: readonly string[]): RecordWords {
  const { values, positionals } = parsed(words);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new WordsNotUnderstood('give one file to write to, for example feed.csv.gz');
  if (!path.endsWith('.csv.gz'))
    throw new WordsNotUnderstood(
      `the file was ${JSON.stringify(path)}: its name has to end in .csv.gz, as that is how it is read`,
    );
  const seconds = wholeNumber('seconds', values.seconds);
  const ticks = wholeNumber('ticks', values.ticks);
  return { path, isAppending: values.append, json: values.json, quiet: values.quiet, seconds, ticks };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new WordsNotUnderstood((error as Error).message, { cause: error });
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,12}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new WordsNotUnderstood(`--${name} was ${JSON.stringify(text)}: give a whole number`);
}

import { parseArgs } from 'node:util';
import { jsonOrText, withSetting, type Tree } from '@moving-ground/configuration';
import { refuseUnknown, UsageError } from './usage-error.ts';

/** Flags that are a setting under a shorter name. */
const SETTING_FLAGS = {
  'orders-per-second': 'bot.ordersPerSecond',
  'take-profit': 'bot.takeProfit',
  'stop-loss': 'bot.stopLoss',
  'batch-size': 'batch.size',
  preset: 'preset',
} as const;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const OPTIONS = {
  once: flag,
  json: flag,
  quiet: flag,
  help: { type: 'boolean', short: 'h' },
  replay: text,
  speed: text,
  config: text,
  data: text,
  port: text,
  'page-port': text,
  seed: text,
  lags: text,
  seconds: text,
  ticks: text,
  append: flag,
  set: { type: 'string', multiple: true },
  ...Object.fromEntries(Object.keys(SETTING_FLAGS).map((name) => [name, text])),
} as const;

export type CommandLine = {
  readonly verb: string;
  readonly once: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly help: boolean;
  readonly replay?: string;
  readonly config?: string;
  readonly data?: string;
  /** Multiple of real time, or as fast as the pipeline keeps up. */
  readonly speed: number | 'max';
  /** 0: any free port. */
  readonly port: number;
  /** Absent: any free one. */
  readonly pagePort?: number;
  readonly seed?: number;
  /** What is written to; only with the verb record. */
  readonly file?: string;
  readonly append?: true;
  /** Bounds of an examination or a recording. */
  readonly seconds?: number;
  readonly ticks?: number;
  /** Settings from flags, as a person would write them in ground.config.json. */
  readonly written: Tree;
};

/** @throws UsageError naming the flag, and the nearest known one */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const { values, positionals } = parse(replayed(words));
  const { verb, ...named } = wordsOf(positionals);
  const seed = optionalNumber(values, 'seed');
  return {
    verb,
    ...named,
    ...flags(values, 'once', 'json', 'quiet', 'help'),
    ...texts(values, 'replay', 'config', 'data'),
    ...numbers(values, 'seed', 'seconds', 'ticks'),
    ...(values['append'] === true ? { append: true } : {}),
    ...pagePortOf(values),
    speed: speedOf(values),
    port: optionalNumber(values, 'port') ?? 0,
    written: settingsOf(values, seed),
  };
}

/** `replay FILE` is a start on that recording which ends at its first model. */
function replayed([verb, file, ...rest]: readonly string[]): readonly string[] {
  if (verb !== 'replay') return [verb, file, ...rest].filter((word) => word !== undefined);
  if (file === undefined || file.startsWith('-'))
    throw new UsageError('replay needs a file of recorded quotes, for example: replay quotes.csv.gz');
  return ['start', '--once', '--replay', file, ...rest];
}

/** Only a recording has a second word: its file. */
function wordsOf([verb = 'start', ...rest]: readonly string[]): Pick<CommandLine, 'verb' | 'file'> {
  const [file, extra] = verb === 'record' ? rest : [undefined, ...rest];
  if (extra !== undefined)
    throw new UsageError(`there is no word ${JSON.stringify(extra)} after ${verb}: see --help`);
  if (verb === 'record' && file === undefined)
    throw new UsageError('record needs a file to write to, for example: record feed.csv.gz');
  return file === undefined ? { verb } : { verb, file };
}

type Values = Readonly<Record<string, unknown>>;

function parse(words: readonly string[]): { values: Values; positionals: string[] } {
  for (const word of words) refuseUnknown(word, Object.keys(OPTIONS));
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'the words could not be understood', {
      cause: error,
    });
  }
}

function settingsOf(values: Values, seed: number | undefined): Tree {
  let tree: Tree = {};
  for (const [name, path] of Object.entries(SETTING_FLAGS)) {
    if (typeof values[name] === 'string') tree = withSetting(tree, path, jsonOrText(values[name]));
  }
  const lags = optionalNumber(values, 'lags');
  if (lags !== undefined) tree = withSetting(tree, 'features.resolutions', [{ lags, stepSeconds: 1 }]);
  if (seed !== undefined) tree = withSetting(withSetting(tree, 'split.seed', seed), 'tuning.seed', seed);
  for (const pair of (values['set'] as string[] | undefined) ?? []) tree = withPair(tree, pair);
  return tree;
}

function withPair(tree: Tree, pair: string): Tree {
  const [, path, value] = /^([\w.]+)=(.*)$/s.exec(pair) ?? [];
  if (path === undefined || value === undefined) {
    throw new UsageError(`--set was ${JSON.stringify(pair)}: write it as bot.takeProfit=5`);
  }
  return withSetting(tree, path, jsonOrText(value));
}

function flags<K extends string>(values: Values, ...names: K[]): Record<K, boolean> {
  return Object.fromEntries(names.map((name) => [name, values[name] === true])) as Record<K, boolean>;
}

function texts<K extends string>(values: Values, ...names: K[]): Partial<Record<K, string>> {
  const written = names.filter((name) => typeof values[name] === 'string');
  return Object.fromEntries(written.map((name) => [name, values[name]])) as Partial<Record<K, string>>;
}

function numbers<K extends string>(values: Values, ...names: K[]): Partial<Record<K, number>> {
  const read = names.map((name) => [name, optionalNumber(values, name)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Partial<Record<K, number>>;
}

function optionalNumber(values: Values, name: string): number | undefined {
  const written = values[name];
  if (typeof written !== 'string') return undefined;
  if (/^\d+$/.test(written)) return Number(written);
  throw new UsageError(`--${name} was ${JSON.stringify(written)}: give a whole number`);
}

function pagePortOf(values: Values): Pick<CommandLine, 'pagePort'> {
  const pagePort = optionalNumber(values, 'page-port');
  return pagePort === undefined ? {} : { pagePort };
}

function speedOf(values: Values): CommandLine['speed'] {
  const written = values['speed'] ?? 'max';
  const number = Number(written);
  if (written === 'max') return 'max';
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`--speed was ${JSON.stringify(written)}: give a number above 0, or max`);
}

import { parseArgs } from 'node:util';
import { jsonOrText, nearest, withSetting, type Tree } from '@moving-ground/configuration';
import { UsageError } from './usage-error.ts';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

const OPTIONS = {
  replay: texts,
  set: texts,
  config: text,
  state: text,
  out: text,
  threads: text,
  seed: text,
  seeds: text,
  ages: text,
  coverage: text,
  alpha: text,
  margin: text,
  write: text,
  publish: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const VERBS = ['run', 'null', 'skill', 'compare'] as const;

export type Verb = (typeof VERBS)[number];

export type CommandLine = {
  readonly verb: Verb | 'help';
  /** Recordings, in the order of their time. */
  readonly replay: readonly string[];
  /** The two runs to compare. */
  readonly runs: readonly string[];
  readonly config: string | undefined;
  /** Settings, as a person would write them in ground.config.json. */
  readonly written: Tree;
  readonly state: string;
  readonly out: string | undefined;
  readonly write: string | undefined;
  /** skill: what it found goes into the bucket, for the page. */
  readonly publish: boolean;
  /** One JSON object instead of sentences. */
  readonly json: boolean;
  /** Results and errors only. */
  readonly quiet: boolean;
  readonly threads: number | undefined;
  readonly seed: number;
  readonly seeds: number;
  readonly ages: readonly number[];
  readonly coverage: number;
  readonly alpha: number;
  readonly margin: number;
};

/** @throws UsageError naming the word, and the nearest known one */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const { values, positionals } = parse(words);
  const [verb = 'help', ...rest] = positionals;
  const known = verbOf(values.help === true ? 'help' : verb);
  // A shell expands `--replay a*.csv.gz` to one flag and several words.
  const [replay, runs] = known === 'compare' ? [[], rest] : [[...(values.replay ?? []), ...rest], []];
  const number = (name: 'seed' | 'seeds' | 'coverage' | 'alpha' | 'margin', otherwise: number): number =>
    numberOf(values[name], name) ?? otherwise;
  return {
    verb: known,
    replay,
    runs,
    config: values.config,
    written: settingsOf(values.set ?? [], numberOf(values.seed, 'seed')),
    state: values.state ?? '.ground/backtest',
    out: values.out,
    write: values.write,
    publish: values.publish === true,
    json: values.json === true,
    quiet: values.quiet === true,
    threads: numberOf(values.threads, 'threads'),
    seed: number('seed', 1),
    seeds: number('seeds', 100),
    ages: (values.ages ?? '1,4').split(',').map((age) => numberOf(age, 'ages') ?? 1),
    coverage: number('coverage', 0.25),
    alpha: number('alpha', 0.01),
    margin: number('margin', 0.02),
  };
}

function parse(
  words: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  for (const word of words) {
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name === undefined || Object.hasOwn(OPTIONS, name)) continue;
    const near = nearest(name, Object.keys(OPTIONS));
    throw new UsageError(`there is no flag --${name}${near ? `: did you mean --${near}?` : ': see --help'}`);
  }
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function verbOf(word: string): Verb | 'help' {
  const verb = ['help' as const, ...VERBS].find((known) => known === word);
  if (verb !== undefined) return verb;
  const near = nearest(word, VERBS);
  throw new UsageError(`there is no command ${word}${near ? `: did you mean ${near}?` : ': see --help'}`);
}

function numberOf(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new UsageError(`--${name} was ${JSON.stringify(value)}: give a number that is not negative`);
}

function settingsOf(assignments: readonly string[], seed: number | undefined): Tree {
  const seeded = seed === undefined ? {} : { split: { seed }, tuning: { seed } };
  return assignments.reduce<Tree>((tree, assignment) => {
    const at = assignment.indexOf('=');
    if (at < 1) throw new UsageError(`--set was ${JSON.stringify(assignment)}: write PATH=VALUE`);
    return withSetting(tree, assignment.slice(0, at), jsonOrText(assignment.slice(at + 1)));
  }, seeded);
}

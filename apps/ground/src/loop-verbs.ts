import { parseArgs } from 'node:util';
import type { CloudView } from './cloud-view.ts';
import { localAws, type CloudAddress } from './local-processes.ts';
import { run } from './program-verbs.ts';
import { predict } from './predict.ts';
import { runningLoop, type RunningLoop } from './running-loop.ts';
import { configurationFile } from './skill-keeper.ts';
import { runLines, runsLines } from './run-lines.ts';
import { EXIT } from './start.ts';
import { refuseUnknown, UsageError } from './usage-error.ts';
import { connectCloud } from './wiring.ts';

/** What a command asks of a loop that runs, here or on AWS. */
export type Asked = {
  readonly word: string;
  readonly why: string | undefined;
  readonly address: CloudAddress;
  readonly environment: Readonly<Record<string, string>>;
  readonly cloud: CloudView;
  readonly json: boolean;
  /** How a program that is asked in turn is to tell it: --json, --quiet. */
  readonly manner: readonly string[];
  readonly endpointName: string | undefined;
  /** Flags that name the loop's own folder. */
  readonly state: readonly string[];
};

type Verb = {
  /** What its one word is; undefined where it takes none. */
  readonly word?: string;
  readonly do: (asked: Asked) => Promise<number>;
};

const SELECTOR = 'apps/selector-lambda/src';

const VERBS: Readonly<Record<string, Verb>> = {
  runs: { do: async ({ cloud, json }) => tell(await runsLines(cloud), json) },
  run: { word: 'a run', do: async ({ cloud, word, json }) => tell(await runLines(word, cloud), json) },
  explain: {
    word: 'a run',
    do: ({ word, environment, manner }) =>
      run(`${SELECTOR}/explain-main.ts`, [word, ...manner], around(environment)),
  },
  rollback: {
    word: 'a run',
    do: ({ word, why, environment, manner }) =>
      run(
        `${SELECTOR}/rollback-main.ts`,
        [word, ...(why === undefined ? [] : ['--why', why]), ...manner],
        around(environment),
      ),
  },
  predict: { word: 'a CSV of rows', do: predict },
  'replay-batch': {
    word: 'a batch',
    do: async ({ cloud, word, json }) => {
      const runId = await cloud.runAgain(word);
      return tell([{ text: `started as ${runId}`, event: { batchId: word, runId } }], json);
    },
  },
  skill: {
    do: ({ environment, state, manner }) =>
      run('apps/backtest/src/main.ts', ['skill', ...state, ...manner], around(environment)),
  },
};

/** The cloud understood, and would not. */
export class CloudRefused extends Error {
  override readonly name = 'CloudRefused';
}

export const LOOP_VERBS: readonly string[] = Object.keys(VERBS);

export type Told = { readonly text: string; readonly event: object };

function tell(lines: readonly Told[], json: boolean): number {
  for (const { text, event } of lines) process.stdout.write(`${json ? JSON.stringify(event) : text}\n`);
  return EXIT.done;
}

/** @returns the exit code; undefined where the verb is none of these @throws UsageError, NoLoop */
export async function askLoop([name = '', ...rest]: readonly string[]): Promise<number | undefined> {
  const isHelp = rest.includes('--help') || rest.includes('-h');
  return isHelp || !Object.hasOwn(VERBS, name) ? undefined : ask(name, VERBS[name] as Verb, rest);
}

async function ask(name: string, verb: Verb, rest: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(rest);
  const word = wordOf(name, verb, positionals);
  const loop = loopOf(values.data);
  const address = loop?.address ?? awsAddress();
  const environment = environmentOf(address);
  const cloud = connectCloud(address);
  const asked = {
    word,
    why: values.why,
    address,
    environment,
    cloud,
    json: values.json === true,
    manner: (['json', 'quiet'] as const).filter((name) => values[name] === true).map((name) => `--${name}`),
    endpointName: values.endpoint,
    state: loop ? ['--state', loop.dataFolder, '--config', configurationFile(loop.dataFolder)] : [],
  };
  return verb.do(asked).catch(refused);
}

/** The cloud's own refusal, without the client's stack. @throws CloudRefused */
function refused(error: unknown): never {
  if (error instanceof Error && '$metadata' in error)
    throw new CloudRefused(`${error.name}: ${error.message}`, { cause: error });
  throw error;
}

/** One word or none, as the verb takes it. @throws UsageError */
function wordOf(name: string, { word: needed }: Verb, words: readonly string[]): string {
  const extra = words[needed === undefined ? 0 : 1];
  if (extra !== undefined)
    throw new UsageError(`there is no word ${JSON.stringify(extra)} after ${name}: see --help`);
  if (needed !== undefined && words[0] === undefined)
    throw new UsageError(`${name} needs ${needed}: see --help`);
  return words[0] ?? '';
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = { data: text, why: text, endpoint: text, json: flag, quiet: flag } as const;

function parsed(words: readonly string[]) {
  for (const word of words) refuseUnknown(word, Object.keys(OPTIONS));
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'not understood', { cause: error });
  }
}

/** The loop that runs here; undefined where the environment names a place on AWS. @throws NoLoop */
function loopOf(folder: string | undefined): RunningLoop | undefined {
  const { GROUND_BUCKET: bucket, GROUND_STATE_MACHINE_ARN: stateMachineArn } = process.env;
  return folder === undefined && bucket && stateMachineArn ? undefined : runningLoop(folder);
}

function awsAddress(): CloudAddress {
  const {
    GROUND_BUCKET: bucket = '',
    GROUND_STATE_MACHINE_ARN: stateMachineArn = '',
    GROUND_RUN_PREFIX: runPrefix = '',
    AWS_REGION: region = '',
  } = process.env;
  return { url: '', region, bucket, stateMachineArn, runPrefix, secretName: '' };
}

/** This program's variables are not the other's, which would refuse them. */
function around(environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('GROUND_'));
  return { ...Object.fromEntries(others), ...environment };
}

function environmentOf(address: CloudAddress): Readonly<Record<string, string>> {
  return { GROUND_BUCKET: address.bucket, ...(address.url === '' ? {} : localAws(address)) };
}

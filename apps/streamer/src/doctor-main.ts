import { InvalidSettings } from '@moving-ground/configuration';
import { parseArgs } from 'node:util';
import { InvalidConfiguration } from '@moving-ground/configuration';
import type { CheckResult } from './doctor/check.ts';
import { examineStreamer } from './doctor/doctor-wiring.ts';
import { lineOf } from './doctor/render.ts';
import { InvalidHealthPort } from './health/health-port.ts';
import { readSettings, type Settings } from './settings.ts';

const EXIT = { sound: 0, problem: 1, notUnderstood: 2 } as const;
const DEFAULT_SECONDS = 30;

const OPTIONS = {
  seconds: { type: 'string', default: String(DEFAULT_SECONDS) },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  recorded: { type: 'boolean', default: false },
} as const;

type Flags = {
  readonly seconds: number;
  readonly json: boolean;
  /** What is well is not told. */
  readonly quiet: boolean;
  readonly isRecorded: boolean;
};

/** @throws Error for words that are not understood */
function readFlags(words: readonly string[]): Flags {
  const { values } = parseArgs({ args: [...words], options: OPTIONS, strict: true });
  const { seconds, json, quiet, recorded } = values;
  if (!/^[1-9]\d{0,3}$/.test(seconds))
    throw new Error(`--seconds was ${JSON.stringify(seconds)}: give a whole number from 1 to 9999`);
  return { seconds: Number(seconds), json, quiet, isRecorded: recorded };
}

function settingsOrProblem(): Settings | CheckResult {
  try {
    return readSettings(process.env);
  } catch (error) {
    const isExpected = [InvalidSettings, InvalidConfiguration, InvalidHealthPort].some(
      (known) => error instanceof known,
    );
    if (!isExpected) throw error;
    const advice = 'set the environment as it is set for the streamer';
    return { name: 'settings', state: 'problem', detail: (error as Error).message, advice };
  }
}

async function examine({ seconds, isRecorded, json, quiet }: Flags): Promise<number> {
  const tell = (result: CheckResult): void => {
    if (quiet && result.state === 'ok') return;
    process.stdout.write(`${json ? JSON.stringify(result) : lineOf(result)}\n`);
  };
  const settings = settingsOrProblem();
  if ('state' in settings) {
    tell(settings);
    return EXIT.problem;
  }
  return (await examineStreamer(settings, { seconds, isRecorded, tell })) ? EXIT.sound : EXIT.problem;
}

function end(code: number, reason: unknown): number {
  process.stderr.write(`doctor: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  return code;
}

async function main(): Promise<number> {
  let flags: Flags;
  try {
    flags = readFlags(process.argv.slice(2));
  } catch (error) {
    return end(EXIT.notUnderstood, error);
  }
  return examine(flags).catch((error: unknown) => end(EXIT.problem, error));
}

// The Lightstreamer library keeps the process alive as long as it is loaded.
process.exit(await main());

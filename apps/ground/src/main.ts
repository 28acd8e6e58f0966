import { InvalidConfiguration, nearest } from '@moving-ground/configuration';
import { parseCommandLine, type CommandLine } from './command-line.ts';
import { DataFolderUnusable } from './data-folder.ts';
import { HELP } from './help.ts';
import { InvalidBatchId, InvalidRunId } from '@moving-ground/run';
import { loopTeller } from './loop-teller.ts';
import { askLoop, CloudRefused, LOOP_VERBS } from './loop-verbs.ts';
import { ProcessFailed } from './local-processes.ts';
import { servePage } from './page-verb.ts';
import { PROGRAM_VERBS, runProgram } from './program-verbs.ts';
import { NoLoop } from './running-loop.ts';
import { readSettings, type Settings } from './settings.ts';
import { configurationLines } from './show-configuration.ts';
import { EXIT, start } from './start.ts';
import { stream } from './stream.ts';
import { runStreamerVerb, STREAMER_VERBS } from './streamer-verbs.ts';
import { createTeller, type Teller } from './teller.ts';
import { UsageError } from './usage-error.ts';
import { verbHelp } from './verb-help.ts';

type Verb = (line: CommandLine, settings: Settings, teller: Teller) => Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  start,
  stream,
  page: servePage,
  config: (_line, settings, teller) => {
    teller.result(configurationLines(settings).join('\n'), {
      event: 'configuration',
      ...settings.configuration,
    });
    return Promise.resolve(EXIT.done);
  },
};

const NOT_UNDERSTOOD = [UsageError, InvalidConfiguration, InvalidRunId, InvalidBatchId];
const EXPECTED = [...NOT_UNDERSTOOD, DataFolderUnusable, ProcessFailed, NoLoop, CloudRefused];

/** `help VERB` is `VERB --help`. */
function asFlag(words: readonly string[]): readonly string[] {
  const [first, verb] = words;
  return first === 'help' && verb !== undefined ? [verb, '--help'] : words;
}

async function main(written: readonly string[]): Promise<number> {
  const words = asFlag(written);
  const help = verbHelp(words);
  if (help !== undefined) {
    process.stdout.write(help);
    return EXIT.done;
  }
  const asked = (await askLoop(words)) ?? (await runProgram(words));
  if (asked !== undefined) return asked;
  const line = parseCommandLine(words);
  if (line.help || line.verb === 'help') {
    process.stdout.write(HELP);
    return EXIT.done;
  }
  return (await runStreamerVerb(line)) ?? runVerb(line);
}

async function runVerb(line: CommandLine): Promise<number> {
  const verb = Object.hasOwn(VERBS, line.verb) ? VERBS[line.verb] : undefined;
  if (!verb) {
    const near = nearest(line.verb, [
      ...Object.keys(VERBS),
      ...STREAMER_VERBS,
      ...LOOP_VERBS,
      ...PROGRAM_VERBS,
    ]);
    throw new UsageError(
      `there is no command ${line.verb}${near ? `: did you mean ${near}?` : ': see --help'}`,
    );
  }
  const settings = readSettings(line, process.env);
  const teller =
    verb === start
      ? loopTeller(line, settings)
      : { ...createTeller(line, (text) => process.stdout.write(`${text}\n`)), done: () => undefined };
  return verb(line, settings, teller).finally(() => teller.done());
}

/** A terminal that was closed takes no more words; the loop still ends in order, by its signal. */
const TERMINAL_GONE = ['EIO', 'ERR_STREAM_DESTROYED'];

// Who reads the first lines only has closed the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (TERMINAL_GONE.includes(error.code ?? '')) return;
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const sentence = EXPECTED.some((known) => error instanceof known)
    ? (error as Error).message
    : (error as Error).stack;
  process.stderr.write(`ground: ${sentence}\n`);
  process.exitCode = NOT_UNDERSTOOD.some((known) => error instanceof known)
    ? EXIT.notUnderstood
    : EXIT.failed;
}

import { CsvError } from '@moving-ground/formats';
import { InvalidConfiguration } from '@moving-ground/configuration';
import { progressOn } from '@moving-ground/terminal';
import { parseCommandLine, type CommandLine, type Verb } from './command-line.ts';
import { compareCommand, RunNotKept } from './compare-command.ts';
import type { Console } from './console.ts';
import { HELP } from './help.ts';
import { RecordingUnusable } from './market/recorded-session.ts';
import { nullCommand } from './null-command.ts';
import { NoPlaceForTable } from './report/null-table.ts';
import { runCommand, TooFewBatches } from './run-command.ts';
import { NothingDeployed, skillCommand } from './skill-command.ts';
import { UsageError } from './usage-error.ts';

const COMMANDS: Readonly<Record<Verb, (line: CommandLine, console: Console) => Promise<void>>> = {
  run: runCommand,
  null: nullCommand,
  skill: skillCommand,
  compare: compareCommand,
};

const EXPECTED = [
  UsageError,
  InvalidConfiguration,
  RecordingUnusable,
  CsvError,
  TooFewBatches,
  RunNotKept,
  NoPlaceForTable,
  NothingDeployed,
];

/** On the way nothing is said to who wants results only, or to a program. */
function consoleOf({ quiet, json }: Pick<CommandLine, 'quiet' | 'json'>): Console {
  const isSilent = quiet || json;
  return {
    say: isSilent ? () => undefined : (text) => process.stderr.write(`${text}\n`),
    result: (text) => process.stdout.write(`${text}\n`),
    progress: isSilent ? undefined : progressOn(process.stderr, () => performance.now()),
  };
}

try {
  const line = parseCommandLine(process.argv.slice(2));
  if (line.verb === 'help') process.stdout.write(HELP);
  else await COMMANDS[line.verb](line, consoleOf(line));
} catch (error) {
  const isExpected = EXPECTED.some((known) => error instanceof known);
  process.stderr.write(`backtest: ${isExpected ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = error instanceof UsageError || error instanceof InvalidConfiguration ? 2 : 1;
}

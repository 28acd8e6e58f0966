import { InvalidConfiguration, nearest } from '@moving-ground/configuration';
import { parseCommandLine, type CommandLine } from './command-line.ts';
import { DataFolderUnusable } from './data-folder.ts';
import { HELP } from './help.ts';
import { ProcessFailed } from './local-processes.ts';
import { readSettings, type Settings } from './settings.ts';
import { configurationLines } from './show-configuration.ts';
import { EXIT, start } from './start.ts';
import { stream } from './stream.ts';
import { runStreamerVerb, STREAMER_VERBS } from './streamer-verbs.ts';
import { createTeller, type Teller } from './teller.ts';
import { UsageError } from './usage-error.ts';

type Verb = (line: CommandLine, settings: Settings, teller: Teller) => Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  start,
  stream,
  config: (_line, settings, teller) => {
    teller.result(configurationLines(settings).join('\n'), {
      event: 'configuration',
      ...settings.configuration,
    });
    return Promise.resolve(EXIT.done);
  },
};

const EXPECTED = [InvalidConfiguration, DataFolderUnusable, ProcessFailed, UsageError];

async function main(): Promise<number> {
  const line = parseCommandLine(process.argv.slice(2));
  if (line.help || line.verb === 'help') {
    process.stdout.write(HELP);
    return EXIT.done;
  }
  const code = await runStreamerVerb(line);
  if (code !== undefined) return code;
  const verb = Object.hasOwn(VERBS, line.verb) ? VERBS[line.verb] : undefined;
  if (!verb) {
    const near = nearest(line.verb, [...Object.keys(VERBS), ...STREAMER_VERBS]);
    throw new UsageError(
      `there is no command ${line.verb}${near ? `: did you mean ${near}?` : ': see --help'}`,
    );
  }
  const teller = createTeller(line, (text) => {
    process.stdout.write(`${text}\n`);
  });
  return verb(line, readSettings(line, process.env), teller);
}

try {
  process.exitCode = await main();
} catch (error) {
  const sentence = EXPECTED.some((known) => error instanceof known)
    ? (error as Error).message
    : (error as Error).stack;
  process.stderr.write(`ground: ${sentence}\n`);
  process.exitCode =
    error instanceof UsageError || error instanceof InvalidConfiguration ? EXIT.notUnderstood : EXIT.failed;
}

import { resolve } from 'node:path';
import type { CommandLine } from './command-line.ts';
import { readSettings } from './settings.ts';
import { isForRealIg, runHere, runLocally, type StreamerTool } from './streamer-tool.ts';

type Verb = (line: CommandLine, isLocal: boolean) => StreamerTool;

/** What a streamer's own programs do: against the IG that the environment names, or the local one where it names none. */
const VERBS: Readonly<Record<string, Verb>> = {
  doctor: (line, isLocal) => ({
    module: 'doctor-main',
    words: [...bounds(line), ...manner(line), ...(isLocal ? ['--recorded'] : [])],
  }),
  record: (line) => ({
    module: 'record-main',
    words: [resolve(line.file ?? ''), ...bounds(line), ...manner(line), ...(line.append ? ['--append'] : [])],
  }),
};

export const STREAMER_VERBS: readonly string[] = Object.keys(VERBS);

/** @returns the exit code; undefined where the verb is none of these */
export async function runStreamerVerb(line: CommandLine): Promise<number | undefined> {
  const verb = Object.hasOwn(VERBS, line.verb) ? VERBS[line.verb] : undefined;
  if (!verb) return undefined;
  // The streamer's variables are not this program's: it would refuse them.
  if (isForRealIg(process.env)) return runHere(verb(line, false));
  return runLocally(verb(line, true), line, readSettings(line, process.env));
}

function manner({ json, quiet }: CommandLine): string[] {
  return [...(json ? ['--json'] : []), ...(quiet ? ['--quiet'] : [])];
}

function bounds({ seconds, ticks }: CommandLine): string[] {
  return [
    ...(seconds === undefined ? [] : ['--seconds', String(seconds)]),
    ...(ticks === undefined ? [] : ['--ticks', String(ticks)]),
  ];
}

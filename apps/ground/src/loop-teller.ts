import { progressOn, type ProgressOutput } from '@moving-ground/terminal';
import type { CommandLine } from './command-line.ts';
import { createLiveTeller, isLive } from './live-teller.ts';
import { withReplayProgress } from './replay-progress.ts';
import type { Settings } from './settings.ts';
import { createTeller, type Teller } from './teller.ts';

/** What is told of a loop: a view in a person's terminal, lines elsewhere, and of a replay how far it is read. */
export function loopTeller(
  line: CommandLine,
  { configuration: { batch, tuning } }: Settings,
): Teller & { readonly done: () => void } {
  if (isLive(process.stdout, process.env, line)) {
    const sizes = { batchSize: batch.size, maxJobs: tuning.maxJobs };
    return createLiveTeller(process.stdout, sizes, () => performance.now());
  }
  const teller = createTeller(line, (text) => process.stdout.write(`${text}\n`));
  if (line.replay === undefined || line.json || line.quiet) return { ...teller, done: () => undefined };
  return withReplayProgress(teller, line.replay.split('/').at(-1) ?? line.replay, progressOutput());
}

/** No bar where the lines go to the same terminal: they would break each other. */
function progressOutput(): ProgressOutput {
  const output = progressOn(process.stderr, () => performance.now());
  return { ...output, isTerminal: output.isTerminal && !process.stdout.isTTY };
}

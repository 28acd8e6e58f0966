import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child-process.ts';
import type { CloudView } from './cloud-view.ts';
import type { CommandLine } from './command-line.ts';
import { openDataFolder } from './data-folder.ts';
import { followStreamer } from './follow-streamer.ts';
import { startLiveScorer, type LiveScorer } from './live-scorer-process.ts';
import {
  buildLambdas,
  pageOfLoop,
  ProcessFailed,
  startDashboard,
  startLocalCloud,
  startStreamer,
  type CloudAddress,
  type Started,
} from './local-processes.ts';
import { announceLoop } from './running-loop.ts';
import { RunTeller } from './run-teller.ts';
import { RunWatcher } from './run-watcher.ts';
import { SkillKeeper } from './skill-keeper.ts';
import type { Settings } from './settings.ts';
import { interruption } from './signals.ts';
import type { Teller } from './teller.ts';
import { connectCloud } from './wiring.ts';

export const EXIT = { done: 0, failed: 1, notUnderstood: 2, dataEnded: 3 } as const;

const LOOK_EVERY_MS = 200;

/** Brings the loop up, tells what it does, and answers the exit code. What was brought up is ended, last first. */
export async function start(line: CommandLine, settings: Settings, teller: Teller): Promise<number> {
  const started = { line, settings, dataFolder: resolve(openDataFolder(line, settings.configuration)) };
  const interrupted = interruption();
  // A loop that ends at its first model is looked at afterwards, in its report.
  const hasPage = !line.once;
  await buildLambdas(join(started.dataFolder, 'bundles'), ...(hasPage ? ['dashboard'] : []));
  await using ending = new AsyncDisposableStack();
  const { child: cloud, address } = await startLocalCloud(started);
  ending.defer(stopping(cloud));
  teller.say(`local cloud at ${address.url}, state in ${started.dataFolder}`, {
    event: 'local-cloud-ready',
    ...address,
    dataFolder: started.dataFolder,
  });
  ending.defer(announceLoop(started.dataFolder, address));
  const tell = followStreamer(teller, settings.configuration.batch.size);
  let exported = 0;
  const streamer = startStreamer(started, address, (line) => {
    if (line['event'] === 'batch-exported') exported += 1;
    tell(line);
  });
  ending.defer(stopping(streamer));
  const view = connectCloud(address);
  const beside = hasPage ? await startBeside(started, { address, view, ending }, teller) : undefined;
  return await Promise.race([
    interrupted.then(() => EXIT.done),
    failure(cloud, []),
    ...(beside ? [failure(beside.page, [])] : []),
    failure(streamer, [EXIT.done, EXIT.dataEnded]),
    followRuns({ started, view, skill: beside?.skill, exported: () => exported }, streamer, teller),
  ]);
}

export function stopping(child: Child): () => Promise<void> {
  return async () => void (await child.stop());
}

type Beside = { readonly page: Child; readonly skill: SkillKeeper };

type Surroundings = {
  readonly address: CloudAddress;
  readonly view: CloudView;
  readonly ending: AsyncDisposableStack;
};

/** What looks at the loop and is no part of it. */
async function startBeside(
  started: Started,
  { address, view, ending }: Surroundings,
  teller: Teller,
): Promise<Beside> {
  const live = await startLiveScorer(started, address, view, teller);
  ending.defer(() => live.stop());
  const page = await openPage(started, address, live, teller);
  ending.defer(stopping(page));
  const skill = new SkillKeeper(started, address, teller);
  ending.defer(() => skill.stop());
  return { page, skill };
}

async function openPage(
  started: Started,
  address: CloudAddress,
  live: LiveScorer,
  teller: Teller,
): Promise<Child> {
  const { child, page } = await startDashboard(started, pageOfLoop(started, address, live.url));
  const { url, token } = page;
  teller.say(
    `page at ${url}, token for what changes something: ${token}`,
    { event: 'page-ready', url },
    { token },
  );
  return child;
}

/** Never resolves; rejects when the process ends in any way but the expected ones. */
export async function failure(child: Child, expected: readonly number[]): Promise<never> {
  const code = await child.ended;
  if (expected.includes(code)) return new Promise<never>(() => undefined);
  throw new ProcessFailed(child.lastWords() || `${child.name} ended with exit code ${code}`);
}

type Followed = {
  readonly started: Started;
  readonly view: CloudView;
  readonly skill: SkillKeeper | undefined;
  /** Batches exported so far. */
  readonly exported: () => number;
};

async function followRuns(
  { started, view, skill, exported }: Followed,
  streamer: Child,
  teller: Teller,
): Promise<number> {
  const runs = new RunTeller(view, started, teller);
  const watcher = new RunWatcher(view, (event) => {
    runs.tell(event);
    if (event.event === 'run-ended') skill?.runEnded();
  });
  await watcher.skipEnded();
  const ended = { streamer: false };
  void streamer.ended.then(() => (ended.streamer = true));
  for (let quietRounds = 0; ; await pause(LOOK_EVERY_MS)) {
    const streamerEnded = ended.streamer;
    const running = await watcher.look();
    await runs.settle();
    if (started.line.once && runs.promoted > 0) return EXIT.done;
    quietRounds = streamerEnded && running === 0 ? quietRounds + 1 : 0;
    // The last batch's event may still be on its way: two seconds of silence mean that nothing comes any more.
    if (quietRounds * LOOK_EVERY_MS >= 2000) return endOfData(runs, started, exported(), teller);
  }
}

function endOfData(runs: RunTeller, { line, dataFolder }: Started, exported: number, teller: Teller): number {
  const counts = runs.outcomeCounts();
  const told = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  const text = `the data ended: ${told.length ? `runs ended as ${told.join(', ')}` : noRun(exported, dataFolder)}`;
  teller.result(text, { event: 'data-ended', outcomes: counts, batches: exported });
  return line.once || runs.promoted === 0 ? EXIT.dataEnded : EXIT.done;
}

function noRun(exported: number, dataFolder: string): string {
  if (exported === 0) return 'no batch was full';
  const failed = join(dataFolder, 'cloud', 'dead-letters');
  return `${exported} batches were full and no run has begun: what failed lies in ${failed}`;
}

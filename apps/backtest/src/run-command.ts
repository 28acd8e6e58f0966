import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { featureSchemaOf } from '@moving-ground/feature-schema';
import type { CommandLine } from './command-line.ts';
import type { Console } from './console.ts';
import { readSession, type RecordedSession } from './market/recorded-session.ts';
import { predictionsCsv } from './report/predictions-csv.ts';
import { runPage } from './report/run-page.ts';
import { runSummary } from './report/run-summary.ts';
import type { RunReport } from './run-report.ts';
import { readWalkSettings } from './settings.ts';
import { UsageError } from './usage-error.ts';
import { dealBatches, type DealtBatch } from './walk/deal-batches.ts';
import { exportedBatch } from './walk/exported-batch.ts';
import { judgeWalk } from './walk/judge-walk.ts';
import { walkForward, type Walk } from './walk/walk-forward.ts';
import type { WalkSettings } from './walk/walk-settings.ts';
import { openPieces } from './work/open-pieces.ts';
import { sourceHash } from './work/source-hash.ts';

/** The recordings hold too few completed orders to learn from one batch and to judge on the next. */
export class TooFewBatches extends Error {
  override readonly name = 'TooFewBatches';
}

/** Walks forward over the recordings and keeps a report of it. */
export async function runCommand(line: CommandLine, console: Console): Promise<void> {
  if (line.replay.length === 0) throw new UsageError('run needs recorded quotes: --replay FILE...');
  const settings = readWalkSettings(line, process.env);
  const session = await readSession(line.replay, settings.configuration.features.maxGapSeconds);
  const batches = dealBatches(session.ticks, settings.configuration);
  requireTwo(batches, settings);
  console.say(
    `${session.ticks.length} ticks, ${batches.length} batches of ${settings.configuration.batch.size} orders`,
  );
  const walk = await walkInThreads(batches, settings, { line, console });
  const report = reportOf(walk, settings, { session, files: line.replay });
  const folder = line.out ?? join(line.state, 'runs', report.runId);
  keep(folder, report, walk);
  console.result(line.json ? JSON.stringify({ event: 'backtest', ...report }) : runSummary(report));
  console.say(`kept as ${report.runId} in ${folder}: report.html, report.json, predictions.csv`);
}

function requireTwo(batches: readonly DealtBatch[], { configuration }: WalkSettings): void {
  if (batches.length >= 2) return;
  const { batch, bot } = configuration;
  throw new TooFewBatches(
    `the recordings hold ${batches.length} full batches of ${batch.size} orders, at least 2 are needed: make batches ` +
      `smaller (--set batch.size=N) or barriers nearer (bot.takeProfit was ${bot.takeProfit}, bot.stopLoss ${bot.stopLoss})`,
  );
}

/** All windows are tuned at once, as far as there are threads; the walk takes them in their order. */
async function walkInThreads(
  batches: readonly DealtBatch[],
  settings: WalkSettings,
  { line, console }: { readonly line: CommandLine; readonly console: Console },
): Promise<Walk> {
  const { configuration, baselines, coverage } = settings;
  const schema = featureSchemaOf(configuration.features);
  const staged = await Promise.all(batches.map((batch) => exportedBatch(batch, configuration, schema)));
  await using pieces = openPieces(line, batches.length, console);
  const tuned = batches.map(({ number }) => {
    const window = staged.slice(Math.max(0, number + 1 - configuration.window.batches), number + 1);
    const files = window.map(({ batchId, transactionsCsv, pricesCsv }) => ({
      batchId,
      transactionsCsv,
      pricesCsv,
    }));
    const task = { batches: files, configuration, baselines, coverage };
    return pieces.runner.run({ kind: 'window', task }, `batch ${number + 1}`);
  });
  // A piece that fails is told where the walk comes to it, not before.
  for (const piece of tuned) piece.catch(() => undefined);
  return await walkForward(
    batches,
    settings,
    (number) => tuned[number] ?? Promise.reject(new RangeError(`no batch ${number}`)),
  );
}

function reportOf(
  walk: Walk,
  settings: WalkSettings,
  { session, files }: { readonly session: RecordedSession; readonly files: readonly string[] },
): RunReport {
  const { configuration, ...others } = settings;
  const recordings = files.map((file, i) => ({ file: basename(file), sha256: session.hashes[i] ?? '' }));
  const origin = JSON.stringify([recordings, configuration, others, sourceHash()]);
  return {
    reportVersion: 1,
    runId: createHash('sha256').update(origin).digest('hex').slice(0, 12),
    recordings,
    configuration,
    settings: others,
    paperLabel: configuration.bot.exitPrice === 'offer',
    batches: walk.steps,
    ...judgeWalk(walk, settings),
  };
}

function keep(folder: string, report: RunReport, walk: Walk): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'report.html'), runPage(report));
  writeFileSync(join(folder, 'predictions.csv'), predictionsCsv(walk));
}

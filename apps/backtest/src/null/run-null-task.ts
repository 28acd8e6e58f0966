import { featureSchemaOf } from '@moving-ground/feature-schema';
import { SERVED, pooled, skillStatement, type Predictions } from '@moving-ground/judge';
import type { StoredTick } from '@moving-ground/market';
import { readSession } from '../market/recorded-session.ts';
import { dealBatches, type DealtBatch } from '../walk/deal-batches.ts';
import { exportedBatch } from '../walk/exported-batch.ts';
import { tuneWindow } from '../walk/tune-window.ts';
import { walkForward, type Walk } from '../walk/walk-forward.ts';
import type { WalkSettings } from '../walk/walk-settings.ts';
import type { HashedRecording, NullMarket, NullOutcome, NullStatement, NullTask } from './null-task.ts';
import { plantedMarket, type PlantedMarket } from './planted-market.ts';
import { randomWalk } from './random-walk.ts';
import { signFlipped } from './sign-flipped.ts';

/** One seed of one market through extraction, tuning, promotion and the statement of skill. */
export async function runNullTask({ market, seed, walk: settings, after }: NullTask): Promise<NullOutcome> {
  const { ticks, rises } = await marketOf(market, seed, settings);
  const last = after.at(-1) ?? 0;
  const batches = dealBatches(ticks, settings.configuration).slice(0, last + 1);
  const walk = await walkAlone(batches, settings);
  const count = (verdict: string): number => walk.steps.filter((step) => step.verdict === verdict).length;
  return {
    seed,
    statements: after.map((scored) => statementAfter(walk, scored, settings)),
    promoted: count('promoted'),
    retained: count('retained'),
    insufficient: count('insufficient-data'),
    oracle: rises ? oracleOf(batches, rises) : null,
  };
}

async function marketOf(
  market: NullMarket,
  seed: number,
  { configuration }: WalkSettings,
): Promise<{ readonly ticks: readonly StoredTick[]; readonly rises?: PlantedMarket['rises'] }> {
  if (market.kind === 'random-walk') return { ticks: randomWalk(market, seed) };
  if (market.kind === 'planted')
    return plantedMarket({ ...market, barrier: configuration.bot.takeProfit }, seed);
  return {
    ticks: signFlipped(await sessionOf(market.recordings, configuration.features.maxGapSeconds), seed),
  };
}

/** A thread flips the same session again and again. */
const sessions = new Map<string, Promise<readonly StoredTick[]>>();

function sessionOf(
  recordings: readonly HashedRecording[],
  maxGapSeconds: number,
): Promise<readonly StoredTick[]> {
  const key = recordings.map(({ sha256 }) => sha256).join();
  const known =
    sessions.get(key) ??
    readSession(
      recordings.map(({ file }) => file),
      maxGapSeconds,
    ).then(({ ticks }) => ticks);
  sessions.set(key, known);
  return known;
}

async function walkAlone(batches: readonly DealtBatch[], settings: WalkSettings): Promise<Walk> {
  const { configuration, coverage, baselines } = settings;
  const schema = featureSchemaOf(configuration.features);
  const staged = await Promise.all(batches.map((batch) => exportedBatch(batch, configuration, schema)));
  return walkForward(batches, settings, (number) => {
    const window = staged.slice(Math.max(0, number + 1 - configuration.window.batches), number + 1);
    return tuneWindow({ batches: window, configuration, baselines, coverage });
  });
}

/** Of the first scored batches, as somebody would have stated it who stopped there. */
function statementAfter({ predictions }: Walk, scored: number, { judge }: WalkSettings): NullStatement {
  const served = predictions
    .filter(({ batch }) => batch <= scored)
    .flatMap(({ byRole }) => byRole.get(SERVED) ?? []);
  const all = pooled(served);
  const said = skillStatement(all, judge);
  return {
    batches: scored,
    statement: said.statement,
    precision: said.precision,
    baseRate: said.baseRate,
    recall: recallOf(all),
    chanceOfBetter: said.chanceOfBetter,
    minimumDetectable: said.minimumDetectable,
    flaggedBlocks: said.flaggedBlocks,
  };
}

function recallOf({ flagged, label }: Predictions): number | null {
  let [hits, positives] = [0, 0];
  label.forEach((y, i) => {
    positives += y;
    hits += y * (flagged[i] as number);
  });
  return positives > 0 ? hits / positives : null;
}

function oracleOf(
  batches: readonly DealtBatch[],
  rises: PlantedMarket['rises'],
): { readonly precision: number; readonly recall: number } {
  const orders = batches.flatMap(({ transactions }) => transactions);
  const profits = orders.filter(({ outcome }) => outcome === 'profit').length;
  const known = orders.filter(({ openTimeMs }) => rises(openTimeMs));
  const hits = known.filter(({ outcome }) => outcome === 'profit').length;
  return { precision: hits / known.length, recall: hits / profits };
}

import { parseConfiguration } from '@moving-ground/configuration';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Outcome } from '../bench.ts';
import type { Told } from '../contest.ts';
import type { Offer } from '../ig/offer.ts';
import type { OfflineIg } from '../ig/offline-ig.ts';
import { GOLD_SESSIONS, recordedSession } from '../recorded-sessions.ts';
import { offered } from '../streaming/offered.ts';
import { streamIntoStore, type Streamed } from '../streaming/stream-into-store.ts';
import { takeSample, type Sample } from './sample.ts';
import { soakTable } from './soak-table.ts';

const TICKS = 1_000_000;
/** Over two thousand times the rate of a real session. */
const TICKS_A_SECOND = 10_000;
const SAMPLE_EVERY = 25_000;
const SEED = 1;
/** Of the session of gold: ten batches a day, so that retention has something to do. */
const BOT = { takeProfit: 0.5, stopLoss: 0.5 };

export type Soaked = {
  readonly samples: readonly Sample[];
  readonly streamed: Streamed;
  /** Milliseconds. */
  readonly delay: { readonly median: number; readonly p99: number; readonly max: number };
};

/** @param ig left running */
export async function soak(ig: OfflineIg, told: Told): Promise<Outcome> {
  const { market, name } = soakMarket();
  const offer = { market, ticks: TICKS, mostTicksASecond: TICKS_A_SECOND };
  const soaked = await offered(ig, offer, (url, folder) => soakIn(url, folder, told));
  return {
    data: `${TICKS} ticks, at most ${TICKS_A_SECOND} a second: ${name}`,
    text: soakTable(soaked),
    figures: soaked,
  };
}

async function soakIn(url: string, folder: string, told: Told): Promise<Soaked> {
  const samples: Sample[] = [];
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  const sampleAt = (storedTicks: number): void => {
    if (storedTicks < (samples.length + 1) * SAMPLE_EVERY) return;
    // What sampling itself takes is no delay of the streamer.
    histogram.disable();
    samples.push(takeSample(storedTicks, join(folder, 'market.sqlite')));
    told(samples.length, TICKS / SAMPLE_EVERY);
    histogram.enable();
  };
  histogram.enable();
  const configuration = parseConfiguration({ bot: BOT }, 'the bench');
  const streamed = await streamIntoStore({ url, folder, configuration, ticks: TICKS, onStored: sampleAt });
  histogram.disable();
  return { samples, streamed, delay: delayOf(histogram) };
}

function delayOf(histogram: ReturnType<typeof monitorEventLoopDelay>): Soaked['delay'] {
  const ms = (nanoseconds: number): number => nanoseconds / 1e6;
  return { median: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) };
}

function soakMarket(): { readonly market: Offer['market']; readonly name: string } {
  const sessions = GOLD_SESSIONS.map(recordedSession);
  const paths = sessions.flatMap((session) => session?.path ?? []);
  if (paths.length === GOLD_SESSIONS.length)
    return { market: { kind: 'recordings', paths }, name: 'two sessions of gold again and again' };
  return { market: { kind: 'walk', seed: SEED }, name: `a walk; seed ${SEED}; no recording is at hand` };
}

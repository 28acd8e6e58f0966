import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { PriceTick } from '@moving-ground/market';
import type { StreamSession } from './stream-session.ts';

export type PlayerSettings = {
  readonly source: () => AsyncIterable<readonly PriceTick[]>;
  readonly speed: number | 'max';
  readonly paused: () => boolean;
  readonly positionFile: string;
  /** The session that moves the market: the newest one with a subscription. */
  readonly session: () => StreamSession | undefined;
  readonly onEnd: () => void;
  readonly onFailure: (error: Error) => void;
};

const TICKS_PER_FRAME = 100;
const POLL_MS = 5;
const PAUSED_POLL_MS = 20;
const SAVE_EVERY_MS = 1000;
/** After a restart the last two minutes are sent again: what the streamer had not stored is not lost. */
const REWIND_MS = 120_000;

/** Plays a source to whoever is subscribed, as fast as asked for and as the client takes it. */
export class MarketPlayer {
  readonly #settings: PlayerSettings;
  #isClosed = false;
  #isMuted = false;
  #isPlaying = false;
  #last: PriceTick | undefined;
  #savedAt = 0;

  constructor(settings: PlayerSettings) {
    this.#settings = settings;
  }

  get lastTick(): PriceTick | undefined {
    return this.#last;
  }

  /** Connected, but no prices come. */
  set muted(isMuted: boolean) {
    this.#isMuted = isMuted;
  }

  /** Begins at the first subscription; later ones find it playing. */
  play(): void {
    if (this.#isPlaying) return;
    this.#isPlaying = true;
    this.#run().catch((error: unknown) => {
      this.#settings.onFailure(error instanceof Error ? error : new Error(String(error)));
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#save();
  }

  async #run(): Promise<void> {
    const from = this.#savedPosition() - REWIND_MS;
    const clock = new Pace(this.#settings.speed);
    for await (const chunk of this.#settings.source()) {
      const due = chunk.filter(({ timeMs }) => timeMs >= from);
      for (let at = 0; at < due.length;) {
        const frame = await this.#takeFrame(due, at, clock);
        if (this.#isClosed) return;
        at += frame;
      }
    }
    await this.#delivered();
    if (!this.#isClosed) this.#settings.onEnd();
  }

  /** Sends the next ticks once they are due and there is room for them; answers how many. */
  async #takeFrame(ticks: readonly PriceTick[], at: number, clock: Pace): Promise<number> {
    const first = ticks[at] as PriceTick;
    await clock.until(first.timeMs, () => this.#isClosed);
    const session = await this.#readySession();
    if (!session) return 0;
    const count = clock.dueCount(ticks, at, TICKS_PER_FRAME);
    const frame = ticks.slice(at, at + count);
    session.send(frame);
    this.#last = frame.at(-1);
    if (Date.now() - this.#savedAt > SAVE_EVERY_MS) this.#save();
    await setImmediate();
    return count;
  }

  async #readySession(): Promise<StreamSession | undefined> {
    while (!this.#isClosed) {
      const session = this.#settings.session();
      if (this.#settings.paused() || this.#isMuted) await pause(PAUSED_POLL_MS);
      else if (session?.isReady) return session;
      else await pause(POLL_MS);
    }
    return undefined;
  }

  async #delivered(): Promise<void> {
    while (!this.#isClosed && this.#settings.session()?.isDrained === false) await pause(POLL_MS);
  }

  #savedPosition(): number {
    try {
      return Number(
        (JSON.parse(readFileSync(this.#settings.positionFile, 'utf8')) as { timeMs: number }).timeMs,
      );
    } catch {
      return Number.NEGATIVE_INFINITY;
    }
  }

  #save(): void {
    this.#savedAt = Date.now();
    if (!this.#last) return;
    const { positionFile } = this.#settings;
    writeFileSync(`${positionFile}.new`, JSON.stringify({ timeMs: this.#last.timeMs }));
    renameSync(`${positionFile}.new`, positionFile);
  }
}

/** When a tick is due: at its own time from the first one on, so many times faster; at once for `max`. */
class Pace {
  readonly #speed: number | 'max';
  #firstMs: number | undefined;
  #startedAt = 0;

  constructor(speed: number | 'max') {
    this.#speed = speed;
  }

  async until(timeMs: number, isClosed: () => boolean): Promise<void> {
    if (this.#firstMs === undefined) {
      this.#firstMs = timeMs;
      this.#startedAt = performance.now();
    }
    for (let left = this.#left(timeMs); left > 0 && !isClosed(); left = this.#left(timeMs))
      await pause(Math.min(left, 200));
  }

  /** How many ticks from `at` on are due by now, at least one, at most `most`. */
  dueCount(ticks: readonly PriceTick[], at: number, most: number): number {
    let count = 1;
    while (
      count < most &&
      at + count < ticks.length &&
      this.#left((ticks[at + count] as PriceTick).timeMs) <= 0
    )
      count++;
    return count;
  }

  #left(timeMs: number): number {
    if (this.#speed === 'max') return 0;
    return (timeMs - (this.#firstMs ?? timeMs)) / this.#speed - (performance.now() - this.#startedAt);
  }
}

import { Capture } from '@moving-ground/capture';
import { quoteLine } from '@moving-ground/formats';
import type { FeedEvent, PriceFeed, PriceTick, StoredTick } from '@moving-ground/market';

/** What is told on the way. */
export type RecorderEvent =
  | { readonly event: 'gap'; readonly fromMs: number; readonly toMs: number }
  | { readonly event: 'feed'; readonly kind: FeedEvent['kind'] | 'retrying'; readonly reason?: string }
  | { readonly event: 'recorded'; readonly ticks: number; readonly timeMs: number };

export type RecorderParts = {
  readonly feed: PriceFeed;
  /** Resolves when the lines are durable. */
  readonly append: (lines: readonly string[]) => Promise<void>;
  /** The newest tick that the file holds: what the source sends again is not written again. */
  readonly lastTick: StoredTick | undefined;
  readonly maxGapSeconds: number;
  readonly flushMs: number;
  /** So many ticks and no more; undefined for no bound. */
  readonly mostTicks: number | undefined;
  readonly tell: (event: RecorderEvent) => void;
};

export type Recorded = {
  readonly ticks: number;
  readonly gaps: number;
  /** Older than the one before, absurd, or unreadable: not written. */
  readonly refused: number;
};

/** Lines that wait are written out early at so many: some megabytes, however fast the feed is. */
const MOST_WAITING = 50_000;

/** Writes each price of a feed once, in time order, as a streamer would store it. */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #capture: Capture;
  readonly #ended = Promise.withResolvers<undefined>();
  #failure: { readonly error: unknown } | undefined;
  #isFileBroken = false;
  #waiting: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #lastMs: number | undefined;
  #ticks = 0;
  #unreadable = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#lastMs = parts.lastTick?.timeMs;
    this.#capture = new Capture({ maxGapSeconds: parts.maxGapSeconds, lastTick: parts.lastTick });
  }

  /** Until the feed ends, `stop`, or the bound. What came before is durable then, also when it fails. */
  async run(): Promise<Recorded> {
    const { feed, mostTicks, flushMs } = this.#parts;
    if (mostTicks === 0) return this.#counts();
    const flushing = setInterval(() => this.#flush(), flushMs);
    this.#start(feed);
    await this.#ended.promise;
    clearInterval(flushing);
    await feed.stop().catch(() => undefined);
    this.#flush();
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
    return this.#counts();
  }

  stop(): void {
    this.#ended.resolve(undefined);
  }

  #start(feed: PriceFeed): void {
    const started = feed.start({
      onTick: (tick, isSnapshot) => this.#onTick(tick, isSnapshot),
      onRefused: () => (this.#unreadable += 1),
      onEvent: (event) => this.#onEvent(event),
    });
    started.catch((error: unknown) => this.#fail(error));
  }

  #onTick(tick: PriceTick, isSnapshot: boolean): void {
    if (this.#failure || this.#ticks === this.#parts.mostTicks) return;
    const captured = this.#capture.accept(tick, isSnapshot);
    if (!captured) return;
    this.#tellGap(captured.stored.timeMs);
    this.#waiting.push(quoteLine(captured.stored));
    this.#ticks += 1;
    if (this.#ticks === this.#parts.mostTicks) this.stop();
    else if (this.#waiting.length >= MOST_WAITING) this.#flush();
  }

  #tellGap(timeMs: number): void {
    const fromMs = this.#lastMs;
    this.#lastMs = timeMs;
    if (fromMs !== undefined && timeMs - fromMs > this.#parts.maxGapSeconds * 1000)
      this.#parts.tell({ event: 'gap', fromMs, toMs: timeMs });
  }

  #onEvent(event: FeedEvent): void {
    if (event.kind === 'failed') return this.#fail(event.error);
    const reason = event.kind === 'connected' ? {} : { reason: event.reason };
    this.#parts.tell({ event: 'feed', kind: event.kind, ...reason });
    if (event.kind === 'ended') this.stop();
  }

  /** One group after the other: a file has one end. */
  #flush(): void {
    const lines = this.#waiting;
    if (lines.length === 0) return;
    const [ticks, timeMs] = [this.#ticks, this.#lastMs ?? 0];
    this.#waiting = [];
    this.#writing = this.#writing.then(async () => {
      // After a group that could not be written, a later one would leave a hole.
      if (this.#isFileBroken) return;
      await this.#parts.append(lines);
      this.#parts.tell({ event: 'recorded', ticks, timeMs });
    });
    this.#writing = this.#writing.catch((error: unknown) => {
      this.#isFileBroken = true;
      this.#fail(error);
    });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.stop();
  }

  #counts(): Recorded {
    const { outOfOrder, quarantined } = this.#capture.counts;
    const bad = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
    return {
      ticks: this.#ticks,
      gaps: this.#capture.gaps.count,
      refused: outOfOrder + bad + this.#unreadable,
    };
  }
}

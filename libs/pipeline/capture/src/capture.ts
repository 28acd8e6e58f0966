import { isTradeable, type PriceTick, type StoredTick } from '@moving-ground/market';
import { GapRecord, type GapReport } from './gaps.ts';
import { QUARANTINE_REASONS, quarantineReason, type QuarantineReason } from './quarantine.ts';

export type CaptureSettings = {
  /** A longer silence between two ticks is recorded as a gap. */
  readonly maxGapSeconds: number;
  /** The newest tick kept by an earlier process: everything up to it is known already. */
  readonly lastTick?: StoredTick | undefined;
};

export type CapturedTick = {
  readonly stored: StoredTick;
  /** False for a snapshot, a delayed price and a market that does not deal: keep it, never trade on it. */
  readonly tradeable: boolean;
};

export type CaptureCounts = {
  readonly accepted: number;
  /** Older than the last tick. */
  readonly outOfOrder: number;
  /** The last tick once more: same millisecond, same values. */
  readonly repeated: number;
  /** Sent again by the source after a restart, and kept before it. */
  readonly known: number;
  readonly quarantined: Readonly<Record<QuarantineReason, number>>;
};

/** Takes each tick once, in time order, and numbers those of one millisecond 0, 1, 2. */
export class Capture {
  readonly #gaps: GapRecord;
  readonly #quarantined = Object.fromEntries(QUARANTINE_REASONS.map((reason) => [reason, 0])) as Record<
    QuarantineReason,
    number
  >;
  /** The tick up to which all is known; undefined as soon as a newer one has come. */
  #resumed: StoredTick | undefined;
  /** How many ticks of the resumed millisecond the source has sent again. */
  #replayed = 0;
  /** The newest tick that this process has seen, kept or known. */
  #previous: PriceTick | undefined;
  #last: StoredTick | undefined;
  #accepted = 0;
  #outOfOrder = 0;
  #repeated = 0;
  #known = 0;

  constructor(settings: CaptureSettings) {
    this.#gaps = new GapRecord(settings.maxGapSeconds);
    this.#resumed = settings.lastTick;
    this.#last = settings.lastTick;
  }

  /**
   * @param isSnapshot the price as it stood at the (re)subscription, not a change
   * @returns undefined when the tick is not to be kept; `counts` tells why
   */
  accept(tick: PriceTick, isSnapshot: boolean): CapturedTick | undefined {
    const reason = quarantineReason(tick);
    if (reason) {
      this.#quarantined[reason] += 1;
      return undefined;
    }
    return this.#isNew(tick) ? this.#keep(tick, isSnapshot) : undefined;
  }

  get counts(): CaptureCounts {
    return {
      accepted: this.#accepted,
      outOfOrder: this.#outOfOrder,
      repeated: this.#repeated,
      known: this.#known,
      quarantined: { ...this.#quarantined },
    };
  }

  get gaps(): GapReport {
    return this.#gaps.report();
  }

  #isNew(tick: PriceTick): boolean {
    const previous = this.#previous;
    if (previous && isSameTick(tick, previous)) {
      this.#repeated += 1;
      return false;
    }
    if (previous && tick.timeMs < previous.timeMs) {
      this.#outOfOrder += 1;
      return false;
    }
    return this.#resumed === undefined || this.#isNewSince(this.#resumed, tick);
  }

  /**
   * A source that starts again sends what it sent before: of the resumed millisecond, as many ticks are known
   * as had been numbered.
   */
  #isNewSince(resumed: StoredTick, tick: PriceTick): boolean {
    if (tick.timeMs > resumed.timeMs || (tick.timeMs === resumed.timeMs && this.#isBeyond(resumed, tick))) {
      this.#resumed = undefined;
      return true;
    }
    this.#previous = tick;
    this.#known += 1;
    return false;
  }

  #isBeyond(resumed: StoredTick, tick: PriceTick): boolean {
    const place = this.#replayed++;
    return place > resumed.sequence || (place === resumed.sequence && !isSameTick(tick, resumed));
  }

  #keep(tick: PriceTick, isSnapshot: boolean): CapturedTick {
    const last = this.#last;
    const sequence = last?.timeMs === tick.timeMs ? last.sequence + 1 : 0;
    if (last) this.#gaps.see(last.timeMs, tick.timeMs);
    const stored = { ...tick, sequence };
    this.#last = stored;
    this.#previous = stored;
    this.#accepted += 1;
    return { stored, tradeable: !isSnapshot && isTradeable(tick) };
  }
}

const FIELDS = [
  'timeMs',
  'bid',
  'offer',
  'midOpen',
  'high',
  'low',
  'change',
  'changePercent',
  'marketState',
  'delayed',
] as const satisfies readonly (keyof PriceTick)[];

function isSameTick(a: PriceTick, b: PriceTick): boolean {
  return FIELDS.every((field) => a[field] === b[field]);
}

import type { Log } from '../log.ts';

export const HEALTH_STATES = ['starting', 'standing-by', 'streaming', 'interrupted', 'stopping'] as const;

export type HealthState = (typeof HEALTH_STATES)[number];

export type HealthReport = {
  readonly state: HealthState;
  /** False when only a new process helps. A store that is away is waited for: its ticks would go with the process. */
  readonly isAble: boolean;
  readonly isStoreAway: boolean;
  readonly ticks: number;
  readonly waitingTicks: number;
  /** Of the last tick, epoch milliseconds; null before the first. */
  readonly eventTimeMs: number | null;
};

/** Progress is told twice a second: a minute without it is a process that runs no more timers of its own. */
const SILENT_MS = 60_000;
/** A write that neither ends nor fails: the drivers give up after much less. */
const STUCK_MS = 120_000;
/** A feed gives up by itself after ten minutes and its last attempt; one that is still without prices hangs. */
const FEEDLESS_MS = 1_800_000;

const STATE_AFTER: Readonly<Record<string, HealthState>> = {
  'standing-by': 'standing-by',
  'feed-connected': 'streaming',
  'feed-interrupted': 'interrupted',
};

type Fields = Readonly<Record<string, unknown>>;

/** How the streamer is, from what it tells in its own log. */
export class Health {
  readonly #now: () => number;
  #state: HealthState = 'starting';
  #turnedAtMs: number;
  #isStoreAway = false;
  #progress: Fields | undefined;
  #progressAtMs: number;
  #storedTicks = -1;
  #storedAtMs: number;

  /** @param now a steady clock, milliseconds */
  constructor(now: () => number) {
    this.#now = now;
    this.#turnedAtMs = this.#progressAtMs = this.#storedAtMs = now();
  }

  /** The log, with every line seen on its way. */
  listening(log: Log): Log {
    return {
      info: (fields, message) => {
        this.#see(fields as Fields);
        log.info(fields, message);
      },
      warn: (fields, message) => {
        this.#see(fields as Fields);
        log.warn(fields, message);
      },
    };
  }

  noteStopping(): void {
    this.#turn('stopping');
  }

  get report(): HealthReport {
    const { ticks = 0, waitingTicks = 0, eventTimeMs = null } = this.#progress ?? {};
    return {
      state: this.#state,
      isAble: this.#isAble(),
      isStoreAway: this.#isStoreAway,
      ticks: Number(ticks),
      waitingTicks: Number(waitingTicks),
      eventTimeMs: eventTimeMs === null ? null : Number(eventTimeMs),
    };
  }

  #isAble(): boolean {
    const nowMs = this.#now();
    const isFeedless = this.#state === 'starting' || this.#state === 'interrupted';
    if (isFeedless && nowMs - this.#turnedAtMs > FEEDLESS_MS) return false;
    if (!this.#progress) return true;
    return nowMs - this.#progressAtMs <= SILENT_MS && nowMs - this.#storedAtMs <= STUCK_MS;
  }

  #turn(state: HealthState): void {
    if (this.#state === state || this.#state === 'stopping') return;
    this.#state = state;
    this.#turnedAtMs = this.#now();
  }

  #see(fields: Fields): void {
    const event = String(fields['event']);
    if (event === 'progress') this.#seeProgress(fields);
    if (event === 'store-away') this.#seeStoreAway();
    if (event === 'store-back') this.#isStoreAway = false;
    this.#turn(STATE_AFTER[event] ?? this.#state);
  }

  /** Told for each attempt, so it also tells that the driver has not hung. */
  #seeStoreAway(): void {
    this.#isStoreAway = true;
    this.#storedAtMs = this.#now();
  }

  #seeProgress(fields: Fields): void {
    // Whoever stands by tells no progress: its turn has come.
    if (this.#state === 'standing-by') this.#turn('starting');
    this.#progress = fields;
    this.#progressAtMs = this.#now();
    const waiting = Number(fields['waitingTicks']);
    const stored = Number(fields['ticks']) - waiting;
    // What waits is given up for stuck only while nothing at all gets through.
    if (waiting === 0 || stored !== this.#storedTicks) this.#storedAtMs = this.#now();
    this.#storedTicks = stored;
  }
}

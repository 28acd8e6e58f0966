import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** The file does not hold a position. */
export class PositionUnusable extends Error {
  override readonly name = 'PositionUnusable';
}

const schema = z.strictObject({ positionMs: z.number(), resumeFromMs: z.number() });

/** A client that was cut off may have had this much in its hands, sent to it and kept nowhere. */
const REPEATED_MS = 120_000;
const REPEATED_TICKS = 150_000;
const MARK_EVERY = 1_000;
const SAVE_EVERY_MS = 1_000;

/** How far the market has moved, in event time, across restarts. */
export class MarketPosition {
  readonly #file: string;
  /** Event times of every thousandth tick, as far back as a restart has to go. */
  readonly #marks: number[] = [];
  #positionMs: number;
  #ticks = 0;
  #savedAtMs = 0;
  #isSaved = true;

  /** @throws PositionUnusable */
  constructor(file: string) {
    this.#file = file;
    const stored = read(file);
    this.#positionMs = stored?.positionMs ?? Number.NEGATIVE_INFINITY;
    if (stored) this.#marks.push(stored.resumeFromMs);
  }

  /** Event time of the last tick sent; minus infinity before the first. */
  get positionMs(): number {
    return this.#positionMs;
  }

  /** Where a client that begins anew is begun with; it drops what it knows. */
  get resumeFromMs(): number {
    return Math.min(this.#marks[0] ?? Number.NEGATIVE_INFINITY, this.#positionMs - REPEATED_MS);
  }

  /** A repeated tick changes nothing. */
  advance(timeMs: number): void {
    if (timeMs <= this.#positionMs) return;
    this.#positionMs = timeMs;
    if (this.#ticks++ % MARK_EVERY === 0) this.#marks.push(timeMs);
    if (this.#marks.length > REPEATED_TICKS / MARK_EVERY) this.#marks.shift();
    this.#isSaved = false;
  }

  /** At most once a second. */
  saveNowAndThen(): void {
    if (performance.now() - this.#savedAtMs > SAVE_EVERY_MS) this.save();
  }

  save(): void {
    this.#savedAtMs = performance.now();
    if (this.#isSaved) return;
    const { positionMs, resumeFromMs } = this;
    writeFileSync(`${this.#file}.new`, JSON.stringify({ positionMs, resumeFromMs }));
    renameSync(`${this.#file}.new`, this.#file);
    this.#isSaved = true;
  }
}

function read(file: string): z.infer<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PositionUnusable(`${file} holds no position of the market: delete it to begin again`, {
      cause: error,
    });
  }
}

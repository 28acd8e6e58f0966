import type { Board } from '../serve/board.ts';
import type { LiveNow, LiveSummary, LiveTold, LiveView } from '../view/index.ts';

const ANSWER_WITHIN_MS = 2_000;
/** A scorer is started when there is a model: so many looks in vain are no trouble yet. */
const LOOKS_TO_START = 20;

/** A live scorer is named, and does not answer. */
export class LiveScorerSilent extends Error {
  override readonly name = 'LiveScorerSilent';
}

/** Asks a live scorer what it says of the present second; where none answers, nothing old is left standing. */
export class LiveWatch {
  readonly #url: string | undefined;
  readonly #board: Board;
  readonly #hasModel: () => boolean;
  /** Before its first answer; none after it. */
  #looksToStart = LOOKS_TO_START;

  /** @param hasModel before there is one there is nothing to score, and no scorer needs to be there */
  constructor(url: string | undefined, board: Board, hasModel: () => boolean) {
    this.#url = url;
    this.#board = board;
    this.#hasModel = hasModel;
    board.put('live', this.#nothing());
  }

  async look(): Promise<void> {
    if (this.#url === undefined || !this.#hasModel()) return;
    try {
      const [now, recent, summary] = await Promise.all([
        this.#ask<LiveNow>('now'),
        this.#ask<LiveTold[]>('recent?n=100'),
        this.#ask<LiveSummary>('summary'),
      ]);
      this.#looksToStart = 0;
      this.#board.put('live', {
        connected: true,
        isStarting: false,
        address: this.#url,
        now,
        recent,
        summary,
      });
    } catch (error) {
      const isStarting = this.#looksToStart-- > 0;
      this.#board.put('live', { ...this.#nothing(), isStarting });
      if (!isStarting) throw new LiveScorerSilent(`nobody answers at ${this.#url}`, { cause: error });
    }
  }

  #nothing(): LiveView {
    const address = this.#url ?? null;
    return { connected: false, isStarting: false, address, now: null, recent: [], summary: null };
  }

  async #ask<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(path, `${this.#url ?? ''}/`), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return (await answer.json()) as T;
  }
}

import type { Board } from '../serve/board.ts';
import type { LiveNow, LiveSummary, LiveTold, LiveView } from '../view/index.ts';

const ANSWER_WITHIN_MS = 2_000;

/** Asks a live scorer what it says of the present second; where none answers, nothing old is left standing. */
export class LiveWatch {
  readonly #url: string | undefined;
  readonly #board: Board;
  readonly #hasModel: () => boolean;

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
      this.#board.put('live', { connected: true, address: this.#url, now, recent, summary });
    } catch (error) {
      this.#board.put('live', this.#nothing());
      throw error;
    }
  }

  #nothing(): LiveView {
    return { connected: false, address: this.#url ?? null, now: null, recent: [], summary: null };
  }

  async #ask<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(path, `${this.#url ?? ''}/`), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return (await answer.json()) as T;
  }
}

import type { Board } from '../serve/board.ts';

const ANSWER_WITHIN_MS = 2_000;

/** Asks a live scorer what it says of the present second; where none is named, says so. */
export class LiveWatch {
  readonly #url: string | undefined;
  readonly #board: Board;

  constructor(url: string | undefined, board: Board) {
    this.#url = url;
    this.#board = board;
    board.put('live', { connected: false, address: url ?? null, now: null, recent: [], summary: null });
  }

  async look(): Promise<void> {
    if (this.#url === undefined) return;
    try {
      const [now, recent, summary] = await Promise.all(
        ['now', 'recent?n=100', 'summary'].map((path) => this.#ask(path)),
      );
      const list = Array.isArray(recent) ? recent : ((recent as { scores?: unknown[] }).scores ?? []);
      this.#board.put('live', { connected: true, address: this.#url, now, recent: list, summary });
    } catch (error) {
      this.#board.put('live', { connected: false, address: this.#url, now: null, recent: [], summary: null });
      throw error;
    }
  }

  async #ask(path: string): Promise<unknown> {
    const answer = await fetch(new URL(path, `${this.#url ?? ''}/`), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return answer.json();
  }
}

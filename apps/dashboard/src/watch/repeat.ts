import { setTimeout as pause } from 'node:timers/promises';
import type { Board } from '../serve/board.ts';

/** After a failure the next look waits this many times as long, so that a service that is away is left in peace. */
const SLOWER = 5;

export type Look = { readonly name: string; readonly everyMs: number; readonly look: () => Promise<void> };

/** What fails is told as trouble under its name, and asked again; nothing else on the page stops. */
export class Troubles {
  readonly #told = new Map<string, string>();
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
    this.#tell();
  }

  note(name: string, problem: string | undefined): void {
    if (problem === undefined) this.#told.delete(name);
    else this.#told.set(name, problem);
    this.#tell();
  }

  #tell(): void {
    this.#board.put('trouble', Object.fromEntries([...this.#told].sort()));
  }
}

/** Looks again and again until the signal. */
export async function repeat(
  { name, everyMs, look }: Look,
  troubles: Troubles,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const problem = await problemOf(look);
    troubles.note(name, problem);
    await pause(problem === undefined ? everyMs : SLOWER * everyMs, undefined, { signal }).catch(
      () => undefined,
    );
  }
}

async function problemOf(look: () => Promise<void>): Promise<string | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return message ? `${name}: ${message}` : name;
  }
}

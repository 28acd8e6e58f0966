import type { TickColumns, TopicName, Topics } from '../view/index.ts';

/** One thing to tell a page: its number, by which a page that was away goes on. */
export type BoardEvent = { readonly id: number; readonly name: TopicName | 'ticks'; readonly json: string };

export type Listener = (event: BoardEvent) => void;

/** So many groups of ticks are kept for pages that were away: ten a second for two minutes. */
const TICK_GROUPS = 1200;

/** What is known now: each topic as it was told last, and the newest ticks. */
export class Board {
  readonly #topics = new Map<TopicName, BoardEvent>();
  readonly #ticks: BoardEvent[] = [];
  readonly #listeners = new Set<Listener>();
  #id = 0;

  /** Tells a topic unless it is as it was. */
  put<N extends TopicName>(name: N, value: Topics[N]): void {
    const json = JSON.stringify(value);
    if (this.#topics.get(name)?.json === json) return;
    const event = { id: ++this.#id, name, json };
    this.#topics.set(name, event);
    this.#tell(event);
  }

  addTicks(ticks: TickColumns): void {
    const event = { id: ++this.#id, name: 'ticks' as const, json: JSON.stringify(ticks) };
    this.#ticks.push(event);
    if (this.#ticks.length > TICK_GROUPS) this.#ticks.shift();
    this.#tell(event);
  }

  get<N extends TopicName>(name: N): Topics[N] | undefined {
    const told = this.#topics.get(name);
    return told && (JSON.parse(told.json) as Topics[N]);
  }

  /**
   * All that a page lacks which has seen everything up to `lastId`; of a page that has seen nothing, or too long ago
   * for the ticks that are kept, `isWhole` is false: it asks for the ticks anew.
   */
  since(lastId: number | undefined): { readonly isWhole: boolean; readonly events: readonly BoardEvent[] } {
    const [oldest] = this.#ticks;
    const knows = lastId !== undefined && lastId <= this.#id && (!oldest || lastId >= oldest.id - 1);
    const after = knows ? lastId : -1;
    const topics = [...this.#topics.values()].filter(({ id }) => id > after);
    const ticks = knows ? this.#ticks.filter(({ id }) => id > after) : [];
    return { isWhole: knows, events: [...topics, ...ticks].sort((a, b) => a.id - b.id) };
  }

  get lastId(): number {
    return this.#id;
  }

  /** Answers how to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(event: BoardEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

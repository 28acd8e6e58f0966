import type { Followed, Reading } from '../reading.ts';

export const EVENT_KINDS = ['reading', 'outcome', 'model'] as const;

/** The model behind the endpoint has changed, or is not known any more. */
export type ModelChange = { readonly atMs: number; readonly before: string; readonly now: string };

export type Published =
  | { readonly kind: 'reading'; readonly data: Reading }
  | { readonly kind: 'outcome'; readonly data: Followed }
  | { readonly kind: 'model'; readonly data: ModelChange };

/** `{start of the process, base 36}-{number}`: numbers begin at 1, and no two processes share an id. */
export type PublishedEvent = Published & { readonly id: string };

export type Told = { readonly id: string; readonly reading: Reading; outcome: Followed | null };

/** What comes after an event: `missed` counts those that are not kept any more, null where the id is of another process. */
export type Resumed = { readonly missed: number | null; readonly events: readonly PublishedEvent[] };

/** A quarter of an hour of seconds, each with one outcome at most. */
const MOST_EVENTS = 1_800;
/** A little more than the hour in which an outcome may come. */
const MOST_READINGS = 4_000;

/** Everything that is published, in order, and the newest of it kept. */
export class Journal {
  readonly #name: string;
  readonly #events: PublishedEvent[] = [];
  readonly #readings = new Map<string, Told>();
  readonly #listeners = new Set<(event: PublishedEvent) => void>();
  #count = 0;
  #newest: Told | undefined;

  /** @param startedAtMs epoch milliseconds */
  constructor(startedAtMs: number) {
    this.#name = startedAtMs.toString(36);
  }

  get newest(): Told | undefined {
    return this.#newest;
  }

  /** @returns the event's id */
  publish(published: Published): string {
    const event = { ...published, id: `${this.#name}-${++this.#count}` };
    this.#events.push(event);
    if (this.#events.length > MOST_EVENTS) this.#events.shift();
    if (event.kind === 'reading') this.#keep(event.id, event.data);
    if (event.kind === 'outcome') this.#settle(event.data);
    for (const listen of this.#listeners) listen(event);
    return event.id;
  }

  /** The newest readings with what became of them, oldest first. */
  recent(most: number): readonly Told[] {
    return [...this.#readings.values()].slice(-most);
  }

  /** What came after the event with this id. */
  after(id: string): Resumed {
    const [name, number] = [id.slice(0, id.lastIndexOf('-')), Number(id.slice(id.lastIndexOf('-') + 1))];
    const isOurs = name === this.#name && Number.isInteger(number) && number >= 0 && number <= this.#count;
    if (!isOurs) return { missed: null, events: [...this.#events] };
    const wanted = this.#count - number;
    const events = wanted === 0 ? [] : this.#events.slice(-wanted);
    return { missed: wanted - events.length, events };
  }

  /** @returns how to stop listening */
  listen(listener: (event: PublishedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(id: string, reading: Reading): void {
    this.#newest = { id, reading, outcome: null };
    this.#readings.set(id, this.#newest);
    const [oldest] = this.#readings.keys();
    if (this.#readings.size > MOST_READINGS && oldest !== undefined) this.#readings.delete(oldest);
  }

  #settle(outcome: Followed): void {
    const told = this.#readings.get(outcome.readingId);
    if (told) told.outcome = outcome;
  }
}

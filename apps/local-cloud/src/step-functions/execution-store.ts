import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Documents } from '../state/documents.ts';
import type { HistoryEvent } from './history.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export type StoredExecution = {
  readonly name: string;
  readonly arn: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly startMs: number;
  readonly stopMs?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** What its tasks created, by operation and name. */
  readonly created: readonly string[];
};

/** Executions and their histories on disk. */
export class ExecutionStore {
  readonly #documents: Documents<StoredExecution>;
  readonly #folder: string;
  readonly #known = new Map<string, StoredExecution>();

  constructor(folder: string) {
    this.#folder = join(folder, 'histories');
    mkdirSync(this.#folder, { recursive: true });
    this.#documents = new Documents(join(folder, 'executions'));
    for (const execution of this.#documents.all()) this.#known.set(execution.name, execution);
  }

  get(name: string): StoredExecution | undefined {
    return this.#known.get(name);
  }

  /** Newest first. */
  all(): StoredExecution[] {
    return [...this.#known.values()].sort((a, b) => b.startMs - a.startMs || (a.name < b.name ? 1 : -1));
  }

  put(execution: StoredExecution): void {
    this.#known.set(execution.name, execution);
    this.#documents.put(execution.name, execution);
  }

  addEvents(name: string, events: readonly HistoryEvent[]): void {
    if (events.length)
      appendFileSync(this.#historyFile(name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  /** A last line that a stopped process left half written is left out. */
  events(name: string): HistoryEvent[] {
    let text: string;
    try {
      text = readFileSync(this.#historyFile(name), 'utf8');
    } catch {
      return [];
    }
    const lines = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean);
    return lines.map((line) => JSON.parse(line) as HistoryEvent);
  }

  /** Before an execution is run again. */
  clearEvents(name: string): void {
    rmSync(this.#historyFile(name), { force: true });
  }

  #historyFile(name: string): string {
    return join(this.#folder, `${name}.jsonl`);
  }
}

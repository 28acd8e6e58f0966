import type { ProgressOutput } from './progress.ts';

/** What is asked of the stream that a progress is written to: a terminal says so, and how wide it is. */
type Stream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
};

/** Where a terminal does not tell its width. */
const COLUMNS = 80;

/** A progress on one of this process's streams. Results go to the output: a progress belongs to the error stream. */
export function progressOn(stream: Stream, now: () => number): ProgressOutput {
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? COLUMNS,
    write: (text) => void stream.write(text),
    now,
  };
}

import type { Recorded, RecorderEvent } from './recorder.ts';
import type { RecordingState } from './recording-file.ts';

const TELL_EVERY_MS = 10_000;

type RecordMode = { readonly json: boolean; readonly quiet: boolean };

/** What a recording tells, as lines for people or as JSON. */
export class RecordTeller {
  readonly #write: (line: string) => void;
  readonly #mode: RecordMode;
  readonly #now: () => number;
  #toldMs = Number.NEGATIVE_INFINITY;

  /** @param now monotonic milliseconds */
  constructor(write: (line: string) => void, mode: RecordMode, now: () => number) {
    this.#write = write;
    this.#mode = mode;
    this.#now = now;
  }

  opened(path: string, { rows, cutBytes }: RecordingState): void {
    const cut = cutBytes > 0 ? `, after ${cutBytes} bytes that were not written whole were cut off` : '';
    const text = `recording to ${path}${rows > 0 || cut ? `, behind ${rows} prices${cut}` : ''}`;
    this.#say(text, { event: 'record-opened', path, rows, cutBytes });
  }

  told(event: RecorderEvent): void {
    if (event.event === 'recorded' && !this.#isDue()) return;
    this.#say(sentenceOf(event), event);
  }

  ended(path: string, { ticks, gaps, refused }: Recorded): void {
    const text = `${ticks} prices recorded to ${path}, ${gaps} gaps, ${refused} updates refused`;
    this.#result(text, { event: 'record-ended', path, ticks, gaps, refused });
  }

  #isDue(): boolean {
    if (this.#now() - this.#toldMs < TELL_EVERY_MS) return false;
    this.#toldMs = this.#now();
    return true;
  }

  #say(text: string, event: object): void {
    if (!this.#mode.quiet) this.#result(text, event);
  }

  #result(text: string, event: object): void {
    this.#write(this.#mode.json ? JSON.stringify(event) : text);
  }
}

function sentenceOf(event: RecorderEvent): string {
  switch (event.event) {
    case 'gap': {
      const seconds = Math.round((event.toMs - event.fromMs) / 1000);
      return `gap: no price for ${seconds} s, from ${timeOf(event.fromMs)} to ${timeOf(event.toMs)}`;
    }
    case 'recorded':
      return `${event.ticks} prices, up to ${timeOf(event.timeMs)}`;
    case 'feed':
      return `feed ${event.kind}${event.reason === undefined ? '' : `: ${event.reason}`}`;
  }
}

/** UTC. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

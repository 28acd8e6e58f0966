export type ProgressOutput = {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
  /** Milliseconds of any clock that only goes forward. */
  readonly now: () => number;
};

/** A line that is drawn over in a terminal, plain lines in a pipe: every tenth of the way and the last. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #total: number;
  readonly #beganAt: number;
  #done = 0;
  /** Of those done, the ones that took no time. */
  #found = 0;

  constructor(total: number, output: ProgressOutput) {
    this.#output = output;
    this.#total = total;
    this.#beganAt = output.now();
  }

  found(name: string): void {
    this.#found++;
    this.finished(name);
  }

  finished(name: string): void {
    this.#done++;
    const { isTerminal, write } = this.#output;
    if (isTerminal) return write(`\r\u001b[K${this.#bar(name)}${this.#done === this.#total ? '\n' : ''}`);
    const tenth = (done: number): number => Math.floor((10 * done) / this.#total);
    if (tenth(this.#done) > tenth(this.#done - 1))
      write(`${this.#done} of ${this.#total}, ${this.#remaining()} (${name})\n`);
  }

  #bar(name: string): string {
    const text = ` ${this.#done} of ${this.#total}, ${this.#remaining()} ${name}`;
    const width = Math.max(5, Math.min(40, this.#output.columns - text.length - 3));
    const filled = Math.round((width * this.#done) / this.#total);
    return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]${text}`.slice(0, this.#output.columns - 1);
  }

  /** By the mean of those that took time. */
  #remaining(): string {
    const left = this.#total - this.#done;
    const worked = this.#done - this.#found;
    if (left === 0) return 'done';
    if (worked === 0) return 'time left not known yet';
    const seconds = Math.ceil(((this.#output.now() - this.#beganAt) / worked / 1000) * left);
    return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
  }
}

export type ProgressOutput = {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
  /** Milliseconds of any clock that only goes forward. */
  readonly now: () => number;
};

const LEAST_BAR = 5;
const MOST_BAR = 40;

/** A line that is drawn over in a terminal, plain lines in a pipe: every tenth of the way and the last. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #total: number;
  readonly #beganAt: number;
  #done = 0;
  /** Of those done, the ones that took no time. */
  #found = 0;
  #name = '';
  /** In a terminal: the cursor stands behind a bar. */
  #isDrawn = false;

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
    this.reached(this.#done + 1, name);
  }

  /** @param done of the total, parts of one too; never more than that is shown, nor less than before */
  reached(done: number, name: string): void {
    const before = this.#done;
    this.#done = Math.max(before, Math.min(this.#total, done));
    this.#name = name;
    if (this.#output.isTerminal) return this.#draw();
    const tenth = (count: number): number => Math.floor((10 * count) / this.#total);
    if (tenth(this.#done) > tenth(before)) this.#output.write(`${this.#counts()} (${name})\n`);
  }

  /** Draws once more where nothing new is done: the time goes on. */
  again(name = this.#name): void {
    this.#name = name;
    if (this.#output.isTerminal && this.#done < this.#total) this.#draw();
  }

  /** Something else is written to the same terminal: the bar makes way for it, and comes again. */
  aside(write: () => void): void {
    if (this.#isDrawn) this.#output.write('\r\u001b[K');
    this.#isDrawn = false;
    write();
    this.again();
  }

  /** What comes next begins on a line of its own, however far this came. */
  ended(): void {
    if (this.#isDrawn) this.#output.write('\n');
    this.#isDrawn = false;
  }

  #draw(): void {
    this.#isDrawn = true;
    this.#output.write(`\r\u001b[K${this.#bar()}`);
    if (this.#done === this.#total) this.ended();
  }

  #bar(): string {
    const text = ` ${this.#counts()} ${this.#name}`;
    const width = Math.max(LEAST_BAR, Math.min(MOST_BAR, this.#output.columns - text.length - 3));
    const filled = Math.round((width * this.#done) / this.#total);
    return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]${text}`.slice(0, this.#output.columns - 1);
  }

  #counts(): string {
    const [done, total] = [this.#done, this.#total].map((count) => Math.floor(count).toLocaleString('en-US'));
    return `${done} of ${total}, ${this.#remaining()}`;
  }

  /** By the mean of those that took time. */
  #remaining(): string {
    const left = this.#total - this.#done;
    const worked = this.#done - this.#found;
    if (left === 0) return 'done';
    const elapsed = (this.#output.now() - this.#beganAt) / 1000;
    if (worked === 0) return `time left not known yet${elapsed < 1 ? '' : ` after ${lasting(elapsed)}`}`;
    return `about ${lasting((elapsed / worked) * left)} left`;
  }
}

function lasting(seconds: number): string {
  return seconds <= 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

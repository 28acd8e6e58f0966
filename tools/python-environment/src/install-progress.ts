import { keepDrawing, Progress, type ProgressOutput } from '@moving-ground/terminal';

/** What pip says of a package when it turns to it, and when it has all of them. */
const TAKEN = /^(?:Collecting|Requirement already satisfied:) ([\w.-]+)/;
const INSTALLING = /^Installing collected packages/;

/** How far an environment is: the making of it, each locked package, and the installing of each file of them. */
export class InstallProgress implements Disposable {
  readonly #progress: Progress | undefined;
  readonly #drawing: Disposable;

  /** @param output undefined where no progress is wanted */
  constructor(files: readonly (readonly string[])[], output: ProgressOutput | undefined) {
    const steps = files.reduce((sum, packages) => sum + packages.length + 1, 1);
    this.#progress = output && new Progress(steps, output);
    this.#progress?.again('the environment itself');
    this.#drawing = keepDrawing(this.#progress);
  }

  isMade(): void {
    this.#progress?.finished('the environment itself');
  }

  /** A line that pip wrote. */
  hear(line: string): void {
    const name = TAKEN.exec(line)?.[1];
    if (name !== undefined) this.#progress?.finished(name);
    if (INSTALLING.test(line)) this.#progress?.again('installing what was fetched');
  }

  /** Something else is written to the terminal. */
  aside(write: () => void): void {
    if (this.#progress) this.#progress.aside(write);
    else write();
  }

  isInstalled(): void {
    this.#progress?.finished('installed');
  }

  [Symbol.dispose](): void {
    this.#drawing[Symbol.dispose]();
  }
}

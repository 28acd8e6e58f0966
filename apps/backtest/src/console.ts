import type { ProgressOutput } from '@moving-ground/terminal';

/** Where a command says how it gets on (the error stream) and what it found (the output stream). */
export type Console = {
  readonly say: (text: string) => void;
  readonly result: (text: string) => void;
  /** Undefined where no progress is wanted. */
  readonly progress: ProgressOutput | undefined;
};

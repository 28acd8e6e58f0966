/** What a statement is held to. */
export type JudgeSettings = {
  /** Chance of saying "better" of a model that knows nothing, and of saying "worse" of it. */
  readonly alpha: number;
  /** With fewer blocks in which something was flagged nothing is said. */
  readonly leastBlocks: number;
  /** Chance with which the minimum effect would have been seen. */
  readonly power: number;
  /** How far a row looks back. */
  readonly windowSeconds: number;
  /** Blocks are at least this long. */
  readonly leastBlockSeconds: number;
  /** Draws signs and blocks. */
  readonly seed: number;
};

/** Ten blocks: with seven, no result would reach 1 % (2^-7 = .8 %) but the one with all signs alike. */
export const JUDGE_DEFAULTS: JudgeSettings = {
  alpha: 0.01,
  leastBlocks: 10,
  power: 0.8,
  windowSeconds: 600,
  leastBlockSeconds: 1,
  seed: 1,
};

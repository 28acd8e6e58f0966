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
  /** Long recordings are cut into longer blocks, not more of them. */
  readonly mostBlocks: number;
  /** Draws signs and blocks. */
  readonly seed: number;
};

/**
 * Ten blocks: with seven, no result would reach 1 % (2^-7 = .8 %) but the one with all signs alike. Forty: with more,
 * neighbours that still have something in common make the test too sure, and forty cost little (the 99 % quantile of
 * Student's t is 2.43 with 39 degrees of freedom, 2.33 with any number).
 */
export const JUDGE_DEFAULTS: JudgeSettings = {
  alpha: 0.01,
  leastBlocks: 10,
  power: 0.8,
  windowSeconds: 600,
  leastBlockSeconds: 1,
  mostBlocks: 40,
  seed: 1,
};

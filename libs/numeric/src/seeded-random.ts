import { stepSplitMix64 } from './split-mix-64.ts';
import type { Word64 } from './word64.ts';
import { word64 } from './word64.ts';

/** A stream of random numbers that is the same for the same seed on every machine (SplitMix64). */
export class SeededRandom {
  readonly #state: Word64;
  readonly #output: Word64 = { high: 0, low: 0 };
  #spare: number | undefined;

  /** Any safe integer is a seed. */
  constructor(seed: number) {
    this.#state = word64(BigInt(seed));
  }

  /** In [0, 1), 53 random bits. */
  uniform(): number {
    stepSplitMix64(this.#state, this.#output);
    // The upper 53 bits: 32 of the high half, 21 of the low.
    return (this.#output.high * 0x20_0000 + (this.#output.low >>> 11)) / 0x20_0000_0000_0000;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    return this.#normalPair();
  }

  /** A whole number in [0, n), for 0 < n <= 2^31: every value equally likely to within 2^-22. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  #normalPair(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const radius = u * u + v * v;
      if (radius >= 1 || radius === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(radius)) / radius);
      this.#spare = v * scale;
      return u * scale;
    }
  }
}

export function seededRandom(seed: number): SeededRandom {
  return new SeededRandom(seed);
}

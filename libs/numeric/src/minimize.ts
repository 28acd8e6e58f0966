/** A function to minimize: answers its value and writes its gradient. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export type MinimizeOptions = {
  /** One bound a variable; absent means none. */
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  readonly maxIterations?: number;
  /** Ends when no component of the projected gradient is larger, or a step improves by less, relatively. */
  readonly tolerance?: number;
};

export type Minimum = {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
};

/** Steps remembered for the curvature. */
const MEMORY = 10;
const SUFFICIENT_DECREASE = 1e-4;
const MAX_HALVINGS = 40;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (source[i] as number);
}

type Curvature = { readonly step: Float64Array; readonly change: Float64Array; readonly rho: number };

/** Limited-memory BFGS with box bounds by projection: variables pressed against a bound stay out of the direction. */
class BoundedLbfgs {
  readonly #objective: Objective;
  readonly #lower: ArrayLike<number> | undefined;
  readonly #upper: ArrayLike<number> | undefined;
  readonly #history: Curvature[] = [];
  point: Float64Array;
  gradient: Float64Array;
  value: number;

  constructor(objective: Objective, start: ArrayLike<number>, options: MinimizeOptions) {
    this.#objective = objective;
    this.#lower = options.lower;
    this.#upper = options.upper;
    this.point = Float64Array.from(start);
    this.#project(this.point);
    this.gradient = new Float64Array(this.point.length);
    this.value = objective(this.point, this.gradient);
  }

  /** The largest component along which the value can still fall. */
  slope(): number {
    const free = this.#free(this.gradient);
    return free.reduce((largest, component) => Math.max(largest, Math.abs(component)), 0);
  }

  /** One step downhill; false where none is found. */
  advance(): boolean {
    if (this.#step(this.#direction())) return true;
    if (this.#history.length === 0) return false;
    // The remembered curvature no longer fits: start again from the gradient.
    this.#history.length = 0;
    return this.#step(this.#direction());
  }

  #project(point: Float64Array): void {
    for (let i = 0; i < point.length; i++) {
      const low = this.#lower?.[i] ?? -Infinity;
      const high = this.#upper?.[i] ?? Infinity;
      point[i] = Math.min(Math.max(point[i] as number, low), high);
    }
  }

  /** The vector with 0 where the gradient presses the variable against its bound. */
  #free(vector: Float64Array): Float64Array {
    return vector.map((component, i) => {
      const slope = this.gradient[i] as number;
      const bound = slope > 0 ? this.#lower?.[i] : this.#upper?.[i];
      return this.point[i] === bound ? 0 : component;
    });
  }

  /** Two-loop recursion: Nocedal and Wright, "Numerical Optimization", algorithm 7.4. */
  #direction(): Float64Array {
    const direction = this.#free(this.gradient);
    const shares: number[] = [];
    for (const { step, change, rho } of this.#history.toReversed()) {
      const share = rho * dot(step, direction);
      shares.push(share);
      addScaled(direction, -share, change);
    }
    const last = this.#history.at(-1);
    const scale =
      last === undefined ? 1 / Math.max(1, this.slope()) : 1 / (last.rho * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * -scale;
    for (const { step, change, rho } of this.#history) {
      addScaled(direction, -(shares.pop() ?? 0) - rho * dot(change, direction), step);
    }
    return this.#free(direction);
  }

  #step(direction: Float64Array): boolean {
    let length = 1;
    for (let halving = 0; halving < MAX_HALVINGS; halving++, length /= 2) {
      const point = this.point.slice();
      addScaled(point, length, direction);
      this.#project(point);
      const gradient = new Float64Array(point.length);
      const value = this.#objective(point, gradient);
      const moved = point.map((coordinate, i) => coordinate - (this.point[i] as number));
      const promised = dot(this.gradient, moved);
      if (promised < 0 && value <= this.value + SUFFICIENT_DECREASE * promised) {
        this.#accept(point, gradient, value);
        return true;
      }
    }
    return false;
  }

  #accept(point: Float64Array, gradient: Float64Array, value: number): void {
    const step = point.map((coordinate, i) => coordinate - (this.point[i] as number));
    const change = gradient.map((slope, i) => slope - (this.gradient[i] as number));
    const curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) {
      this.#history.push({ step, change, rho: 1 / curvature });
      if (this.#history.length > MEMORY) this.#history.shift();
    }
    this.point = point;
    this.gradient = gradient;
    this.value = value;
  }
}

/** Minimizes a smooth function from a start, within box bounds. */
export function minimize(
  objective: Objective,
  start: ArrayLike<number>,
  options: MinimizeOptions = {},
): Minimum {
  const { maxIterations = 500, tolerance = 1e-6 } = options;
  const search = new BoundedLbfgs(objective, start, options);
  let iterations = 0;
  let converged = search.slope() <= tolerance;
  while (!converged && iterations < maxIterations) {
    const before = search.value;
    if (!search.advance()) break;
    iterations++;
    const gain = before - search.value;
    converged = search.slope() <= tolerance || gain <= tolerance * 1e-6 * Math.max(1, Math.abs(before));
  }
  return { point: search.point, value: search.value, iterations, converged };
}

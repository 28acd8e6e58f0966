/** From values to places in a picture. */
export type Scale = {
  readonly place: (value: number) => number;
  /** Round values within the range, about five. */
  readonly ticks: readonly number[];
};

export function linearScale(from: number, to: number, low: number, high: number): Scale {
  const width = to - from || 1;
  return { place: (value) => low + ((value - from) / width) * (high - low), ticks: roundTicks(from, to) };
}

/** The smallest and largest of the values, with a little room; at least `least` wide. */
export function rangeOf(values: readonly number[], least: number): readonly [number, number] {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return [0, least];
  const [low, high] = finite.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const room = Math.max((least - (high - low)) / 2, 0.05 * (high - low));
  return [low - room, high + room];
}

function roundTicks(from: number, to: number): readonly number[] {
  const rough = (to - from) / 5;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

import { aligned, digits, type Row } from '../table.ts';
import { slope, type Sample } from './sample.ts';
import type { Soaked } from './soak.ts';

const HEADER: Row = ['', 'first', 'at half', 'last', 'MB for 100k ticks, second half'];

/** Each 100,000 ticks of the second half. */
export function memorySlopes(samples: readonly Sample[]): { heap: number; resident: number; store: number } {
  const half = samples.slice(samples.length >> 1);
  const of = (read: (sample: Sample) => number): number =>
    slope(half.map((sample) => [sample.ticks / 1e5, read(sample)]));
  return {
    heap: of(({ heapMb }) => heapMb),
    resident: of(({ residentMb }) => residentMb),
    store: of(({ storeMb }) => storeMb),
  };
}

export function soakTable({ samples, streamed, delay }: Soaked): string {
  const { prices, batches, exportedBytes } = streamed;
  const slopes = memorySlopes(samples);
  const [first, half, last] = [samples[0], samples[samples.length >> 1], samples.at(-1)];
  const row = (name: string, read: (sample: Sample) => number, rise?: number): Row => [
    name,
    ...[first, half, last].map((sample) => (sample ? digits(read(sample)) : '')),
    rise === undefined ? '' : rise.toFixed(3),
  ];
  const table = aligned([
    HEADER,
    row('heap after gc, MB', ({ heapMb }) => heapMb, slopes.heap),
    row('resident, MB', ({ residentMb }) => residentMb, slopes.resident),
    row('store file, MB', ({ storeMb }) => storeMb, slopes.store),
    row('open descriptors', ({ descriptors }) => descriptors),
  ]);
  const seconds = prices.wallMs / 1000;
  return [
    table,
    `  event-loop delay: median ${digits(delay.median)} ms, p99 ${digits(delay.p99)} ms, max ${digits(delay.max)} ms`,
    `  ${digits(prices.units / seconds)} ticks/s for ${digits(seconds)} s (CPU ${digits(prices.cpuMs / 1000)} s), ` +
      `${batches} batches, ${digits(exportedBytes / 2 ** 20)} MB exported`,
  ].join('\n');
}

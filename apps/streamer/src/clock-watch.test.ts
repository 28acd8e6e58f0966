import { expect, it } from 'vitest';
import { ClockWatch } from './clock-watch.ts';

const NOW = Date.UTC(2026, 0, 5, 12);

function watch(): { clock: ClockWatch; lines: object[] } {
  const lines: object[] = [];
  const log = { info: () => undefined, warn: (fields: object) => void lines.push(fields) };
  return { clock: new ClockWatch(() => NOW, log), lines };
}

it('A recording has no clock to compare with', () => {
  const { clock, lines } = watch();
  for (let i = 0; i < 50; i++) clock.see(NOW - 400 * 86_400_000 + i);
  expect(clock.report).toBeNull();
  expect(lines).toEqual([]);
});

it('A clock that is off is told once, and again after it was right', () => {
  const { clock, lines } = watch();
  for (let i = 0; i < 101; i++) clock.see(NOW - 7_000);
  expect(clock.report).toEqual({ typicalMs: 7_000, worstMs: 7_000, skewedTicks: 101 });
  expect(clock.report).not.toBeNull();
  expect(lines).toEqual([{ event: 'clock-skewed', typicalMs: 7_000 }]);
  for (let i = 0; i < 101; i++) clock.see(NOW - 80);
  expect(clock.report).toEqual({ typicalMs: 80, worstMs: 7_000, skewedTicks: 101 });
  for (let i = 0; i < 101; i++) clock.see(NOW + 6_000);
  expect(clock.report?.typicalMs).toBe(-6_000);
  expect(lines).toHaveLength(2);
});

it('One late price is counted and no reason to doubt the clock', () => {
  const { clock, lines } = watch();
  for (const late of [100, 90, 20_000, 110, 95]) clock.see(NOW - late);
  expect(clock.report).toEqual({ typicalMs: 100, worstMs: 20_000, skewedTicks: 1 });
  expect(lines).toEqual([]);
});

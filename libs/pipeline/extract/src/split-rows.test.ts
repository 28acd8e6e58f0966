import { DATASET_PARTS, type DatasetPart } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRows, type PartOrders } from './split-rows.ts';

/** Orders in time order, several at one time now and then, held for up to half of the whole span. */
const anyOrders = fc
  .array(fc.record({ stepMs: fc.nat(5), heldMs: fc.nat(150) }), { maxLength: 120, size: 'max' })
  .map((orders) => {
    let openMs = 0;
    const opens = orders.map(({ stepMs }) => (openMs += stepMs));
    return {
      openMs: Float64Array.from(opens),
      closeMs: Float64Array.from(orders, ({ heldMs }, i) => (opens[i] ?? 0) + heldMs),
    };
  });

const anySplit = fc
  .tuple(fc.nat(10), fc.nat(10), fc.integer({ min: 1, max: 10 }))
  .map(([train, validation, test]) => {
    const whole = train + validation + test;
    return { train: train / whole, validation: validation / whole, test: test / whole };
  });

/** Some orders have no row: they are in no part, and begin none. */
const anyCut = fc.record({ orders: anyOrders, split: anySplit, keepEvery: fc.integer({ min: 1, max: 3 }) });

type Parts = Readonly<Record<DatasetPart, PartOrders>>;

const sizeOf = ({ orders, purged }: PartOrders): number => orders.length + purged;

/** The first order of the part as cut, before the purge; undefined for a part without rows. */
function firstOf(parts: Parts, part: DatasetPart, kept: Uint32Array): number | undefined {
  const before = DATASET_PARTS.slice(0, DATASET_PARTS.indexOf(part));
  const from = before.reduce((sum, name) => sum + sizeOf(parts[name]), 0);
  return sizeOf(parts[part]) === 0 ? undefined : kept[from];
}

describe('any split', () => {
  it('leaves no row whose outcome was not known before any later part began', () => {
    let purged = 0;
    fc.assert(
      fc.property(anyCut, ({ orders: { openMs, closeMs }, split, keepEvery }) => {
        const kept = Uint32Array.from(openMs, (_, i) => i).filter((i) => i % keepEvery === 0);
        const parts = splitRows({ openMs, closeMs }, kept, split);
        for (const [i, part] of DATASET_PARTS.entries())
          for (const later of DATASET_PARTS.slice(i + 1)) {
            const first = firstOf(parts, later, kept);
            if (first === undefined) continue;
            for (const order of parts[part].orders) expect(closeMs[order]).toBeLessThan(openMs[first]!);
          }
        purged += parts.train.purged + parts.validation.purged;
        expect(parts.test.purged).toBe(0);
      }),
      { numRuns: 500 },
    );
    expect(purged).toBeGreaterThan(1000);
  });

  it('keeps the order of time, and every row that was over in time, and counts the others', () => {
    fc.assert(
      fc.property(anyCut, ({ orders: { openMs, closeMs }, split, keepEvery }) => {
        const kept = Uint32Array.from(openMs, (_, i) => i).filter((i) => i % keepEvery === 0);
        const parts = splitRows({ openMs, closeMs }, kept, split);
        const together = DATASET_PARTS.flatMap((part) => [...parts[part].orders]);
        expect(together).toEqual([...together].sort((a, b) => a - b));
        expect(DATASET_PARTS.reduce((sum, part) => sum + sizeOf(parts[part]), 0)).toBe(kept.length);
        const nextStart = (part: DatasetPart): number => {
          const later = DATASET_PARTS.slice(DATASET_PARTS.indexOf(part) + 1);
          const first = later.map((name) => firstOf(parts, name, kept)).find((found) => found !== undefined);
          return first === undefined ? Infinity : openMs[first]!;
        };
        let from = 0;
        for (const part of DATASET_PARTS) {
          const cut = [...kept.slice(from, from + sizeOf(parts[part]))];
          from += cut.length;
          const overInTime = cut.filter((order) => closeMs[order]! < nextStart(part));
          expect([...parts[part].orders]).toEqual(overInTime);
        }
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { estimate, PRICES, type PriceName, type Usage } from '@moving-ground/cost';
import { STAGES } from '../stages/stages.ts';
import { costCommand } from './cost-command.ts';
import { costPage, LIMITS } from './cost-page.ts';
import { batchesPerDay, monthlyUsage, variantOf } from './monthly-usage.ts';
import { PRICES_OF_RESOURCE } from './prices-of-resource.ts';

const [dev, , prod] = STAGES;

const dollarsOf = (usage: readonly Usage[], price: PriceName): number =>
  estimate(usage.filter((one) => one.price === price)).dollars;

describe('the cost of a month', () => {
  const streaming = monthlyUsage(variantOf(dev!, true));

  it('is the arithmetic of its parts', () => {
    // A quarter of a CPU and one GB for 730 hours; an address for as long.
    expect(dollarsOf(streaming, 'fargate-arm-cpu')).toBeCloseTo(0.25 * 730 * 0.03238, 6);
    expect(dollarsOf(streaming, 'fargate-arm-memory')).toBeCloseTo(730 * 0.00356, 6);
    expect(dollarsOf(streaming, 'public-address')).toBeCloseTo(3.65, 6);
    // Four refreshes a day, ten trainings of 136 seconds each.
    expect(dollarsOf(streaming, 'training-c4-xlarge')).toBeCloseTo(
      ((4 * 730) / 24) * 10 * (136 / 3600) * 0.279,
      6,
    );
  });

  it('follows the budget for refreshes, not the batches', () => {
    expect(batchesPerDay(dev!)).toBeCloseTo(43.2, 6);
    expect(variantOf(dev!, true).refreshesPerDay).toBe(4);
    const free = { ...dev!, configuration: {} };
    expect(variantOf(free, true).refreshesPerDay).toBeCloseTo(43.2, 6);
    const daily = { ...dev!, configuration: { refresh: { minMinutesBetweenRefreshes: 1440 } } };
    expect(variantOf(daily, true).refreshesPerDay).toBe(1);
  });

  it('of dev stays below its limits', () => {
    expect(estimate(streaming).dollars).toBeLessThan(LIMITS.streaming);
    expect(estimate(monthlyUsage(variantOf(dev!, false))).dollars).toBeLessThan(LIMITS.idle);
  });

  it('of a stage that does not stream is what is kept, and its instances and gateways', () => {
    const idle = monthlyUsage(variantOf(prod!, false)).map(({ price }) => price);
    expect(idle).toEqual(expect.arrayContaining(['nat-gateway', 'endpoint-t2-medium', 'key']));
    expect(idle).not.toContain('training-c4-xlarge');
  });

  it('never counts what has no price as nothing', () => {
    const prices = { ...PRICES, key: { dollars: undefined, per: 'key' } };
    const { unpriced, dollars } = estimate([{ price: 'key', quantity: 1, what: 'the key' }], prices);
    expect({ unpriced, dollars }).toEqual({ unpriced: ['the key'], dollars: 0 });
    expect(costPage(STAGES)).toContain('price unknown: Container Insights');
  });
});

describe('the page', () => {
  it('says what prevents a limit', () => {
    const free = { ...dev!, configuration: {} };
    expect(costPage([free])).toMatch(/above \$40\.00 streaming, because of trainings \(\$\d+\.\d\d\)/);
    expect(costPage(STAGES)).not.toContain('above $');
  });

  it('has each form by each cadence, dearer with each thing that costs', () => {
    const rows = costPage([dev!])
      .split('\n')
      .filter((line) => /^ {2}(serverless|instance) /.test(line));
    expect(rows).toHaveLength(8);
    for (const row of rows) {
      const totals = [...row.matchAll(/\$(\d+\.\d\d)/g)].map(([, amount]) => Number(amount));
      expect(totals).toHaveLength(4);
      expect([...totals].sort((a, b) => a - b)).toEqual(totals);
    }
  });

  it('prices nothing that is not deployed', () => {
    const deployed = new Set(Object.values(PRICES_OF_RESOURCE).flat());
    for (const stage of STAGES)
      for (const { price } of monthlyUsage(variantOf(stage, true))) expect([...deployed]).toContain(price);
  });

  it('is told to a program with the totals of each stage, and takes no other words', () => {
    const told = JSON.parse(costCommand(['--json'], STAGES)) as {
      stages: readonly { stage: string; streaming: { dollars: number }; idle: { dollars: number } }[];
    };
    expect(told.stages.map(({ stage }) => stage)).toEqual(STAGES.map(({ name }) => name));
    for (const { streaming, idle } of told.stages) expect(idle.dollars).toBeLessThan(streaming.dollars);
    expect(costCommand(['--quiet'], STAGES)).toBe(costPage(STAGES));
    expect(() => costCommand(['--jsn'], STAGES)).toThrow('--jsn');
  });
});

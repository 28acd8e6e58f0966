import { PRICE_FIELDS } from '@moving-ground/lightstreamer';
import { describe, expect, it } from 'vitest';
import { offeredIg, sourceOf, ticksOf, until } from './offered-ig.ts';

const ig = offeredIg();

const REQUIRED = ['TIMESTAMP', 'BIDPRICE1', 'ASKPRICE1', 'DLG_FLAG', 'DELAY'] as const;
const OF_THE_DAY = [
  ['MID_OPEN', 'midOpen'],
  ['HIGH', 'high'],
  ['LOW', 'low'],
  ['NET_CHG', 'change'],
  ['NET_CHG_PCT', 'changePercent'],
] as const;
const BLANK = '';

describe('an update of which', () => {
  it.each(REQUIRED.flatMap((field) => [null, BLANK].map((value) => [field, value] as const)))(
    '%s is %j is refused by name, and the next one is whole again',
    async (field, value) => {
      const ticks = ticksOf(20);
      ig().offer(ticks, { source: sourceOf(ticks, 1) });
      ig().control.faults.nextUpdate = { [field]: value };
      const heard = await ig().listen();
      await until('the end', () => heard.kinds.includes('ended'));
      expect(heard.refused).toHaveLength(1);
      expect(heard.refused[0]).toMatch(new RegExp(`^${field} was ${JSON.stringify(value)}: `));
      expect(heard.ticks).toEqual(ticks.slice(1));
    },
  );

  it.each(OF_THE_DAY.flatMap(([field, name]) => [null, BLANK].map((value) => [field, value, name] as const)))(
    '%s is %j is a price without it',
    async (field, value, name) => {
      const ticks = ticksOf(20);
      ig().offer(ticks, { source: sourceOf(ticks, 1) });
      ig().control.faults.nextUpdate = { [field]: value };
      const heard = await ig().listen();
      await until('the end', () => heard.kinds.includes('ended'));
      expect(heard.refused).toEqual([]);
      expect(heard.ticks).toEqual([{ ...ticks[0], [name]: null }, ...ticks.slice(1)]);
    },
  );

  it.each([null, BLANK])('every field is %j is refused, and nothing of it stays', async (value) => {
    const ticks = ticksOf(200);
    let isHeld = false;
    ig().offer(ticks, { source: sourceOf(ticks, 50), speed: 200, paused: () => isHeld });
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 20);
    isHeld = true;
    ig().control.faults.nextUpdate = Object.fromEntries(PRICE_FIELDS.map((field) => [field, value]));
    isHeld = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.refused).toEqual([`TIMESTAMP was ${JSON.stringify(value)}: expected epoch milliseconds`]);
    expect(heard.ticks).toHaveLength(ticks.length - 1);
    expect(ticks).toEqual(expect.arrayContaining(heard.ticks));
  });
});

describe('a text on the wire', () => {
  it.each(['#', '$', '^2', '#1', '|', 'a|b', 'a,b', '%', '%41', '100%', 'x\r\ny', '\u00a0', 'Ω', '+', ' '])(
    'as %j is told as it is, and moves no other field',
    async (text) => {
      const ticks = ticksOf(20);
      ig().offer(ticks, { source: sourceOf(ticks, 1) });
      ig().control.faults.nextUpdate = { HIGH: text };
      const heard = await ig().listen();
      await until('the end', () => heard.kinds.includes('ended'));
      expect(heard.refused).toEqual([`HIGH was ${JSON.stringify(text)}: expected a number or nothing`]);
      expect(heard.ticks).toEqual(ticks.slice(1));
    },
  );

  it('of which every character is percent-encoded reads the same', async () => {
    const ticks = ticksOf(500);
    ig().offer(ticks);
    ig().control.faults.percentEncoded = true;
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
  });
});

describe('the dealing flag', () => {
  it.each([0, 1, 4, 30, 100])('padded with %i blanks reads the same', async (blanks) => {
    const ticks = ticksOf(20);
    ig().offer(ticks);
    ig().control.faults.everyUpdate = { DLG_FLAG: `DEAL${' '.repeat(blanks)}` };
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
  });

  it.each([
    ['CLOSED', 'CLOSED'],
    ['CALL', 'EDIT'],
    ['EDIT', 'EDIT'],
    ['CLOSINGSONLY', 'CLOSINGSONLY'],
    ['DEALNOEDIT', 'DEALNOEDIT'],
    ['AUCTION', 'AUCTION'],
    ['AUCTIONNOEDIT', 'AUCTION_NO_EDIT'],
    ['SUSPEND', 'SUSPENDED'],
  ])('%s makes every price one that is %s', async (flag, marketState) => {
    const ticks = ticksOf(20);
    ig().offer(ticks);
    ig().control.faults.everyUpdate = { DLG_FLAG: flag.padEnd(16) };
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks.map((tick) => ({ ...tick, marketState })));
  });

  it.each(['OPEN', ' DEAL', 'deal', 'D EAL'])('%j is none, and makes no price', async (flag) => {
    const ticks = ticksOf(5);
    ig().offer(ticks);
    ig().control.faults.everyUpdate = { DLG_FLAG: flag };
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual([]);
    expect(heard.refused).toHaveLength(ticks.length);
    expect(heard.refused[0]).toContain(`DLG_FLAG was ${JSON.stringify(flag)}`);
  });
});

describe('a delayed price', () => {
  it('is told as delayed, until the account is a real-time one again', async () => {
    const ticks = ticksOf(400);
    ig().offer(ticks, { source: sourceOf(ticks, 50), speed: 100 });
    ig().control.faults.everyUpdate = { DELAY: '1' };
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.everyUpdate = {};
    await until('the end', () => heard.kinds.includes('ended'));
    const first = heard.ticks.findIndex(({ delayed }) => !delayed);
    expect(first).toBeGreaterThan(20);
    expect(heard.ticks).toEqual(ticks.map((tick, i) => ({ ...tick, delayed: i < first })));
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ExaminedCloud, type Credentials, type Examined } from './examined-cloud.ts';

const ALL = [
  'secret',
  'store',
  'bucket',
  'login',
  'account',
  'allowances',
  'market',
  'stream',
  'price',
  'clock',
  'barriers',
];
const EPIC = 'CS.D.BITCOIN.CFD.IP';

let cloud: ExaminedCloud;
let credentials: Credentials;

beforeAll(async () => {
  cloud = await ExaminedCloud.begin();
  credentials = await cloud.credentials();
}, 60_000);

beforeEach(() => {
  cloud.front.requests.length = 0;
});

afterEach(async () => {
  cloud.front.faults = {};
  await cloud.setFaults({});
});

afterAll(() => cloud.end());

const namesOf = ({ lines }: Examined, state: string): string[] =>
  lines.filter((line) => line.state === state).map(({ name }) => name);

/** Exactly these are problems, exactly these are skipped, each problem says what to do. */
function expectProblems(examined: Examined, problems: string[], skipped: string[]): void {
  expect(examined.lines.map(({ name }) => name)).toEqual(ALL);
  expect(namesOf(examined, 'problem')).toEqual(problems);
  expect(namesOf(examined, 'skipped')).toEqual(skipped);
  for (const name of problems) expect(examined.line(name).advice).toBeTruthy();
  expect(examined.code).toBe(1);
}

describe('the doctor', { timeout: 120_000 }, () => {
  it('finds everything in order, with one login, and ends its session', async () => {
    const examined = await cloud.examine();
    expect(examined).toMatchObject({ code: 0, stderr: '' });
    expect(namesOf(examined, 'ok')).toEqual(ALL);
    expect(examined.line('account').detail).toContain('LOCAL1');
    expect(cloud.front.requests).toEqual([
      'POST /session',
      'GET /operations/application',
      `GET /markets/${EPIC}`,
      'DELETE /session',
    ]);
  });

  it('switches to the account that is wanted', async () => {
    const examined = await cloud.examine({ GROUND_IG_ACCOUNT: 'LOCAL2' });
    expect(examined.code).toBe(0);
    expect(examined.line('account').detail).toBe('LOCAL2, switched to');
  });

  it('tells a secret that is not there, and looks at what does not need it', async () => {
    const examined = await cloud.examine({ GROUND_SECRET_NAME: 'other' });
    expectProblems(examined, ['secret'], ALL.slice(3));
    expect(examined.line('login').detail).toBe('because of the line "secret" above');
    expect(examined.line('price').detail).toBe('because of the line "stream" above');
    expect(cloud.front.requests).toEqual([]);
  });

  it('tells which text a secret lacks', async () => {
    await cloud.writeSecret('incomplete', JSON.stringify({ ...credentials, ig_api_key: undefined }));
    const examined = await cloud.examine({ GROUND_SECRET_NAME: 'incomplete' });
    expectProblems(examined, ['secret'], ALL.slice(3));
    expect(examined.line('secret').detail).toContain('lacks ig_api_key');
  });

  it.each([
    ['ig_password', 'error.security.invalid-details', 'check identifier and password'],
    ['ig_api_key', 'error.security.api-key-invalid', 'check the API key'],
  ])('tries a wrong %s once and no more, and writes no secret', async (key, code, advice) => {
    const wrong = { ...credentials, [key]: 'wrong-0123456789' };
    await cloud.writeSecret(`wrong-${key}`, JSON.stringify(wrong));
    const examined = await cloud.examine({ GROUND_SECRET_NAME: `wrong-${key}` });
    expectProblems(examined, ['login'], ALL.slice(4));
    expect(examined.line('login').detail).toContain(code);
    expect(examined.line('login').advice).toContain(advice);
    expect(cloud.front.requests).toEqual(['POST /session']);
    const { ig_password, ig_api_key } = credentials;
    for (const secret of [ig_password, ig_api_key, 'wrong-0123456789'])
      expect(JSON.stringify(examined)).not.toContain(secret);
  });

  it('tells an allowance that is used up, and does not spend more of it', async () => {
    await cloud.setFaults({ allowanceRefusals: 5 });
    const examined = await cloud.examine();
    expectProblems(examined, ['login'], ALL.slice(4));
    expect(examined.line('login').detail).toContain('exceeded-api-key-allowance');
    expect(cloud.front.requests).toEqual(['POST /session']);
  });

  it('tells an IG that is not there', async () => {
    const examined = await cloud.examine({ GROUND_IG_URL: 'http://127.0.0.1:9/gateway/deal' });
    expectProblems(examined, ['login'], ALL.slice(4));
    expect(examined.line('login').advice).toContain('GROUND_IG_URL');
  });

  it('tells an account that the login does not have, and ends the session all the same', async () => {
    const examined = await cloud.examine({ GROUND_IG_ACCOUNT: 'NOBODY' });
    expectProblems(examined, ['account'], [...ALL.slice(5, 9), 'barriers']);
    expect(examined.line('account').advice).toContain('no such account');
    expect(cloud.front.requests.at(-1)).toBe('DELETE /session');
  });

  it('tells allowances that are too small', async () => {
    const few = { allowanceAccountOverall: 5, allowanceApplicationOverall: 60 };
    cloud.front.faults = {
      bodies: { '/operations/application': [{ ...few, concurrentSubscriptionsLimit: 40 }] },
    };
    expectProblems(await cloud.examine(), ['allowances'], []);
  });

  it('tells an epic that the account may not see', async () => {
    const GROUND_CONFIGURATION = JSON.stringify({ instrument: { epic: 'CS.D.OTHER.CFD.IP' } });
    const examined = await cloud.examine({ GROUND_CONFIGURATION });
    expectProblems(examined, ['market'], ['stream', 'price', 'barriers']);
    expect(examined.line('market').advice).toContain('check the epic');
  });

  it('tells a market without streaming prices, and does not ask for them', async () => {
    const body = { instrument: { streamingPricesAvailable: false }, snapshot: { marketStatus: 'TRADEABLE' } };
    cloud.front.faults = { bodies: { [`/markets/${EPIC}`]: body } };
    expectProblems(await cloud.examine(), ['market'], ['stream', 'price', 'barriers']);
  });

  it.each([
    [{ sessionRefusals: [{ code: 65, message: 'version' }] }, 'lightstreamer-client-node 8.0.5'],
    [{ sessionRefusals: [{ code: 1, message: 'user' }] }, 'code 1'],
    [{ subscriptionRefusals: [{ code: 17, message: 'adapter' }] }, 'no data adapter Pricing'],
    [{ subscriptionRefusals: [{ code: 22, message: 'schema' }] }, 'a field is not known'],
    [{ subscriptionRefusals: [{ code: -1, message: 'Invalid account type' }] }, 'Invalid account type'],
    [{ silent: true }, 'no subscription within 5 s'],
  ])('tells a stream that is refused by %j', async (faults, detail) => {
    await cloud.setFaults(faults);
    const examined = await cloud.examine();
    expectProblems(examined, ['stream'], ['price', 'barriers']);
    expect(examined.line('stream').detail).toContain(detail);
  });

  it.each([
    [{ mute: true }, 'no price within 5 s', ['barriers']],
    [{ everyUpdate: { BIDPRICE1: 'many' } }, 'BIDPRICE1 was "many": expected a price', ['barriers']],
    [{ everyUpdate: { DELAY: '1' } }, 'delayed', []],
  ])('tells a stream without usable prices: %j', async (faults, detail, skipped) => {
    await cloud.setFaults(faults);
    const examined = await cloud.examine();
    expectProblems(examined, ['price'], skipped);
    expect(examined.line('price').detail).toContain(detail);
  });

  it.each([
    [
      { closed: true },
      'the market is CLOSED: no price comes until it opens',
      'because of the line "price" above',
    ],
    [
      { everyUpdate: { DLG_FLAG: 'CLOSED  ' } },
      'the market is CLOSED, the last price was',
      'because the market',
    ],
  ])('takes a closed market as it is: %j', async (faults, price, barriers) => {
    await cloud.setFaults(faults);
    const examined = await cloud.examine();
    expect(examined.code).toBe(0);
    expect(examined.line('price')).toMatchObject({ state: 'ok' });
    expect(examined.line('price').detail).toContain(price);
    expect(examined.line('barriers')).toMatchObject({ state: 'skipped' });
    expect(examined.line('barriers').detail).toContain(barriers);
  });

  it('tells a clock that is not that of IG, and one that is not that of the prices', async () => {
    cloud.front.faults = { clockMs: -3_600_000 };
    const examined = await cloud.examine();
    expectProblems(examined, ['clock'], []);
    // An HTTP date has whole seconds: up to one second less is told than the clocks are apart.
    expect(examined.line('clock').detail).toMatch(/^this clock is \+(3599\.\d|3600\.0) s from IG's server$/);
    cloud.front.faults = {};
    // The synthetic market has its own year.
    const live = await cloud.examine({}, ['--seconds', '5']);
    expectProblems(live, ['clock'], []);
    expect(live.line('clock').detail).toContain('from the latest price');
  });

  it('tells barriers that lie within the spread', async () => {
    const GROUND_CONFIGURATION = JSON.stringify({ bot: { exitPrice: 'bid' } });
    const examined = await cloud.examine({ GROUND_CONFIGURATION });
    expectProblems(examined, ['barriers'], []);
    expect(examined.line('barriers').detail).toContain('wider than the spread of 36');
  });

  it('leaves a running streamer its connection', async () => {
    const store = openSqliteMarketStore(String(cloud.environment['GROUND_STORE']));
    expect(await store.tryLock()).toBeDefined();
    const examined = await cloud.examine();
    await store.close();
    expectProblems(examined, ['store'], ALL.slice(3));
    expect(examined.line('store').advice).toContain('stop it first');
    expect(cloud.front.requests).toEqual([]);
  });

  it('tells a store that cannot be made, and looks at the rest', async () => {
    const file = join(cloud.folder, 'file');
    writeFileSync(file, '');
    expectProblems(await cloud.examine({ GROUND_STORE: join(file, 'market.sqlite') }), ['store'], []);
  });

  it('tells a bucket that is not there', async () => {
    expectProblems(await cloud.examine({ GROUND_BUCKET: 'no-such-bucket' }), ['bucket'], []);
  });

  it('tells settings that are not understood, and looks no further', async () => {
    const { code, lines } = await cloud.examine({ GROUND_BUCKET: undefined });
    expect(code).toBe(1);
    expect(lines).toMatchObject([{ name: 'settings', state: 'problem' }]);
    expect(lines[0]?.detail).toMatch(/GROUND_BUCKET (is|was) missing/);
  });

  it('does not understand other words', async () => {
    const { code, lines, stderr } = await cloud.examine({}, ['--seconds', 'few']);
    expect([code, lines]).toEqual([2, []]);
    expect(stderr).toContain('--seconds was "few"');
  });
});

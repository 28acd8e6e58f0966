import { completedOrder, describeMarketStore, openOrder, storedTick } from '@moving-ground/market/contract';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable, StoreWriteFailed } from './errors.ts';
import { openSqliteMarketStore } from './open-sqlite-market-store.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-sqlite-'));
  path = join(folder, 'market.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describeMarketStore('SqliteMarketStore', async () => openSqliteMarketStore(path));

describe('openSqliteMarketStore', () => {
  it('creates the folder of the file', async () => {
    const store = openSqliteMarketStore(join(folder, 'a', 'b', 'market.db'));
    expect(await store.lastTick()).toBeUndefined();
    await store.close();
  });

  it('says which store cannot be written when its folder is a file', () => {
    writeFileSync(join(folder, 'occupied'), '');
    const open = (): unknown => openSqliteMarketStore(join(folder, 'occupied', 'market.db'));
    expect(open).toThrow(StoreUnavailable);
    expect(open).toThrow(/occupied\/market.db" cannot be opened for writing/);
  });

  it('refuses a file that is no database', () => {
    writeFileSync(path, 'timestamp,bid,offer\n'.repeat(100));
    expect(() => openSqliteMarketStore(path)).toThrow(/not a database/);
  });

  it('refuses a file of another version and leaves it as it is', () => {
    const other = new DatabaseSync(path);
    other.exec('PRAGMA user_version = 7');
    other.close();
    expect(() => openSqliteMarketStore(path)).toThrow(/has version 7, this program reads 1/);
  });

  it('opens a new file that several open at the same moment, each time', async () => {
    const module = new URL('index.ts', import.meta.url).href;
    const go = new Int32Array(new SharedArrayBuffer(4));
    const script = `const { parentPort, workerData: { path, go } } = require('node:worker_threads');
      import(${JSON.stringify(module)}).then(({ openSqliteMarketStore }) => {
        parentPort.postMessage('ready');
        Atomics.wait(go, 0, 0);
        return openSqliteMarketStore(path).close();
      });`;
    for (let file = 0; file < 10; file++) {
      Atomics.store(go, 0, 0);
      const workerData = { path: join(folder, `${file}.db`), go };
      const workers = Array.from({ length: 3 }, () => new Worker(script, { eval: true, workerData }));
      const ends = Promise.all(workers.map((worker) => once(worker, 'exit')));
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      Atomics.store(go, 0, 1);
      Atomics.notify(go, 0);
      expect(await ends).toEqual([[0], [0], [0]]);
    }
  });
});

describe('the right to write', () => {
  it('passes on without waiting when the process that had it is killed', async () => {
    const module = fileURLToPath(new URL('index.ts', import.meta.url));
    const script = `import { openSqliteMarketStore } from ${JSON.stringify(module)};
      const lock = await openSqliteMarketStore(process.argv[1]).tryLock();
      process.stdout.write(lock ? 'held' : 'not held');
      setInterval(() => undefined, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script, path]);
    const said = await new Promise<string>((told) =>
      holder.stdout.on('data', (data: Buffer) => told(String(data))),
    );
    expect(said).toBe('held');
    const store = openSqliteMarketStore(path);
    expect(await store.tryLock()).toBeUndefined();
    const gone = new Promise((done) => holder.on('close', done));
    holder.kill('SIGKILL');
    await gone;
    expect(await store.tryLock()).toBeDefined();
    await store.close();
  });

  it('is refused in a sentence where its file cannot be made', async () => {
    const store = openSqliteMarketStore(path);
    mkdirSync(`${path}.lock`);
    await expect(store.tryLock()).rejects.toThrow(/market\.db\.lock" cannot be/);
    await store.close();
  });
});

describe('a group', () => {
  it('is kept as a whole or not at all', async () => {
    const store = openSqliteMarketStore(path);
    const order = openOrder(0);
    const broken = { ...storedTick(2), bid: Number.NaN };
    const group = { ticks: [storedTick(1), broken], opened: [order], completed: [] };
    await expect(store.record(group)).rejects.toThrow(StoreWriteFailed);
    expect(await store.counts()).toEqual({ ticks: 0, openOrders: 0, completed: 0, unexported: 0 });
    await store.record({ ...group, ticks: [storedTick(1)] });
    expect(await store.counts()).toMatchObject({ ticks: 1, openOrders: 1 });
    await store.close();
  });

  it('is there for another connection as soon as it is recorded', async () => {
    const store = openSqliteMarketStore(path);
    const order = openOrder(0);
    await store.record({ ticks: [storedTick(1)], opened: [order], completed: [completedOrder(order, 9)] });
    const other = openSqliteMarketStore(path);
    expect(await other.counts()).toEqual(await store.counts());
    expect((await other.counts()).unexported).toBe(1);
    await other.close();
    await store.close();
  });
});

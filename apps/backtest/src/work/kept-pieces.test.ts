import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NullTask } from '../null/null-task.ts';
import { smallWalk } from '../null/small-walk.fixture.ts';
import { KeptPieces } from './kept-pieces.ts';
import { PieceRunner } from './piece-runner.ts';
import type { Piece } from './piece.ts';
import { Progress } from '@moving-ground/terminal';
import { PieceFailed, WorkerPool } from './worker-pool.ts';

const market = { kind: 'random-walk', seconds: 700, spread: 0.26, deviation: 0.3 } as const;
const task: NullTask = { market, seed: 1, walk: { ...smallWalk(), baselines: false }, after: [1] };
const piece = (change: Partial<NullTask> = {}): Piece & { readonly kind: 'null' } => ({
  kind: 'null',
  task: { ...task, ...change },
});

let folder: string;
let pool: WorkerPool;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pieces-'));
  pool = new WorkerPool(2);
});
afterEach(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

function runner(told: string[], total: number, sources = 'a'): PieceRunner {
  const output = {
    isTerminal: false,
    columns: 80,
    write: (text: string) => told.push(text),
    now: () => told.length,
  };
  return new PieceRunner(new KeptPieces(folder, sources), pool, new Progress(total, output));
}

describe('kept pieces', () => {
  it('are worked out once, by as many threads as there are, and found again afterwards', async () => {
    const seeds = [1, 2, 3, 4, 5];
    const told: string[] = [];
    const first = runner(told, 5);
    const worked = await Promise.all(seeds.map((seed) => first.run(piece({ seed }), `seed ${seed}`)));
    expect(worked.map(({ seed }) => seed)).toEqual(seeds);
    const second = runner(told, 5);
    await pool.close();
    const found = await Promise.all(seeds.map((seed) => second.run(piece({ seed }), `seed ${seed}`)));
    expect(found).toEqual(worked);
    expect(readdirSync(join(folder, 'pieces'))).toHaveLength(5);
  }, 60_000);

  it('are asked for by everything they follow from', () => {
    const [kept, other] = [new KeptPieces(folder, 'a'), new KeptPieces(folder, 'b')];
    const window = (bytes: number[]): Piece => {
      const csv = Uint8Array.from(bytes);
      const batch = { batchId: 'x' as never, transactionsCsv: csv, pricesCsv: csv };
      return {
        kind: 'window',
        task: { batches: [batch], configuration: task.walk.configuration, baselines: true, coverage: 1 },
      };
    };
    const keys = [
      kept.keyOf(piece()),
      other.keyOf(piece()),
      kept.keyOf(piece({ seed: 2 })),
      kept.keyOf(piece({ walk: { ...task.walk, coverage: 0.3 } })),
      kept.keyOf(window([1])),
      kept.keyOf(window([2])),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(kept.keyOf(piece())).toBe(keys[0]);
  });

  it('are worked out again when their file was cut off', async () => {
    const kept = new KeptPieces(folder, 'a');
    const worked = await runner([], 1).run(piece(), 'one');
    const [file = ''] = readdirSync(join(folder, 'pieces'));
    truncateSync(join(folder, 'pieces', file), 20);
    expect(kept.find(piece())).toBeUndefined();
    expect(await runner([], 1).run(piece(), 'one')).toEqual(worked);
    expect(kept.find(piece())).toEqual(worked);
  }, 60_000);

  it('a piece that cannot be worked out fails with the thread’s stack, and the thread goes on', async () => {
    const bad = piece({ market: { kind: 'sign-flip', recordings: [{ file: '/nowhere.csv', sha256: '' }] } });
    await expect(runner([], 1).run(bad, 'bad')).rejects.toThrow(PieceFailed);
    await expect(runner([], 1).run(bad, 'bad')).rejects.toThrow('/nowhere.csv');
    await expect(runner([], 1).run(piece(), 'good')).resolves.toMatchObject({ seed: 1 });
  }, 60_000);
});

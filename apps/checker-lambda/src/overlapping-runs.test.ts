import { extendLease, leaseHolder } from '@moving-ground/aws-clients/s3';
import { runIdOf, type BatchId, type CheckRequest, type FinishRequest, type RunId } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakes, requestOf, stage } from './checker.fixture.ts';
import { check, finish } from './handler.ts';

const MINUTE = 60_000;
/** Two of them are longer than refresh.leaseMinutes, one is not. */
const HOUR_AND_ONE = 61 * MINUTE;

/** The lease is extended before each next stage; the endpoint is updated in the last one. */
type Stage = 'waiting' | 'extracting' | 'tuning' | 'updating' | 'ended' | 'killed';

type Run = {
  readonly runId: RunId;
  readonly batchId: BatchId;
  /** 2 where a person started it again: it has no turn, and is not superseded. */
  readonly attempt: 1 | 2;
  readonly arrivedAtMs: number;
  stage: Stage;
  extendedAtMs: number;
  outcome?: string;
};

/** One of three runs moves on, fails or is killed where it stands; or all move at once; or an hour goes by. */
type Step = { readonly run: number; readonly act: 'move' | 'all' | 'fail' | 'kill' | 'hour' };

const anySteps = fc.array(
  fc.record({
    run: fc.nat(2),
    act: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('move' as const, 'all' as const) },
      { weight: 1, arbitrary: fc.constantFrom('fail' as const, 'kill' as const) },
      { weight: 1, arbitrary: fc.constant('hour' as const) },
    ),
  }),
  { minLength: 5, maxLength: 60 },
);

const anyHands = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });

const isAlive = ({ stage: at }: Run): boolean => at !== 'ended' && at !== 'killed';

class Overlap {
  readonly #world = fakes();
  readonly #byHand: readonly boolean[];
  readonly runs: Run[] = [];
  /** Of first attempts. */
  readonly promoted: BatchId[] = [];
  waits = 0;
  takenOver = 0;

  constructor(byHand: readonly boolean[]) {
    this.#byHand = byHand;
  }

  async play({ run, act }: Step): Promise<void> {
    if (act === 'hour') return this.#letAnHourGoBy();
    if (act === 'all') return this.#moveAll(run);
    const at = this.runs[run] ?? (await this.arrive());
    if (!isAlive(at)) return;
    if (act === 'kill') at.stage = 'killed';
    else if (act === 'fail') await this.#end(at, 'failed');
    else await this.#move(at);
    this.#expectOneUpdate();
  }

  async arrive(): Promise<Run> {
    const { batchId } = await stage(this.#world.storage, this.runs.length);
    const arrivedAtMs = this.#world.clock.nowMs;
    const attempt = this.#byHand[this.runs.length] ? 2 : 1;
    const runId = runIdOf(batchId, attempt);
    const run: Run = { runId, batchId, attempt, arrivedAtMs, stage: 'waiting', extendedAtMs: 0 };
    this.runs.push(run);
    return run;
  }

  /** Every run goes on until it has ended or is dead; leases of dead ones run out on the way. */
  async settle(): Promise<void> {
    for (let round = 0; round < 60; round++) {
      for (const run of this.runs.keys()) await this.play({ run, act: 'move' });
      if (round % 4 === 3) await this.play({ run: 0, act: 'hour' });
    }
  }

  holder(): Promise<{ readonly runId: RunId } | undefined> {
    const { storage, leasePlace, clock } = this.#world;
    return leaseHolder(storage, leasePlace, clock.nowMs);
  }

  async windowOf(run: Run): Promise<readonly BatchId[]> {
    const answer = await check(this.#requestOf(run), undefined, this.#world.effects);
    return answer.verdict === 'ready' ? answer.run.windowBatches : [];
  }

  /** The state machine gives an update less time than the lease has, so it is over before the lease is. */
  async #letAnHourGoBy(): Promise<void> {
    const { clock } = this.#world;
    for (const run of this.runs)
      if (run.stage === 'updating' && clock.nowMs > run.extendedAtMs) await this.#move(run);
    clock.nowMs += HOUR_AND_ONE;
  }

  /** Their requests to the storage interleave, each run a little behind the one before it. */
  async #moveAll(behind: number): Promise<void> {
    const moves = this.runs.filter(isAlive).map(async (run, i) => {
      for (let turn = 0; turn < i * behind * 20; turn++) await Promise.resolve();
      await this.#move(run);
    });
    await Promise.all(moves);
    this.#expectOneUpdate();
  }

  async #move(run: Run): Promise<void> {
    if (run.stage === 'waiting') await this.#check(run);
    else if (run.stage === 'updating') await this.#end(run, 'promoted');
    else if (await this.#extends(run)) run.stage = run.stage === 'extracting' ? 'tuning' : 'updating';
    else await this.#end(run, 'failed');
  }

  async #check(run: Run): Promise<void> {
    const answer = await check(this.#requestOf(run), undefined, this.#world.effects);
    if (answer.verdict === 'wait') this.waits += 1;
    else if (answer.verdict !== 'ready') await this.#end(run, answer.verdict);
    else {
      run.stage = 'extracting';
      run.extendedAtMs = this.#world.clock.nowMs;
      expect((await this.holder())?.runId).toBe(run.runId);
      if (this.runs.some(({ stage: at }) => at === 'killed')) this.takenOver += 1;
    }
  }

  async #extends(run: Run): Promise<boolean> {
    const { storage, leasePlace, clock, effects } = this.#world;
    const until = clock.nowMs + effects.settings.configuration.refresh.leaseMinutes * MINUTE;
    run.extendedAtMs = clock.nowMs;
    return extendLease(storage, leasePlace, run.runId, until).then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ name: 'LeaseLost' });
        return false;
      },
    );
  }

  async #end(run: Run, outcome: 'promoted' | 'superseded' | 'deferred' | 'failed'): Promise<void> {
    const { batchId, attempt } = run;
    const failure = { Error: 'X', Cause: '' };
    const ending: FinishRequest =
      outcome === 'failed'
        ? { batchId, attempt, outcome, failure }
        : { batchId, attempt, outcome, reason: '' };
    await finish(ending, undefined, this.#world.effects);
    run.stage = 'ended';
    run.outcome = outcome;
    if (outcome === 'promoted' && attempt === 1) this.promoted.push(batchId);
    expect((await this.holder())?.runId).not.toBe(run.runId);
  }

  #requestOf({ batchId, attempt, arrivedAtMs }: Run): CheckRequest {
    return { ...requestOf({ batchId }, attempt), startedAt: new Date(arrivedAtMs).toISOString() };
  }

  #expectOneUpdate(): void {
    const updating = this.runs.filter(({ stage: at }) => at === 'updating');
    expect(updating.length).toBeLessThanOrEqual(1);
  }
}

async function played(steps: readonly Step[], byHand: readonly boolean[]): Promise<Overlap> {
  const overlap = new Overlap(byHand);
  for (const step of steps) await overlap.play(step);
  while (overlap.runs.length < 3) await overlap.arrive();
  await overlap.settle();
  return overlap;
}

describe('a second and a third batch while the first run holds the lease', () => {
  it('have their turn one at a time, end, and lose no rows, in every order, with runs failing and killed', async () => {
    const met = new Set<string>();
    let [waits, takenOver] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anySteps, anyHands, async (steps, byHand) => {
        const overlap = await played(steps, byHand);
        for (const { stage: at, outcome } of overlap.runs) {
          expect(['ended', 'killed']).toContain(at);
          met.add(outcome ?? at);
        }
        expect(overlap.promoted).toEqual([...overlap.promoted].sort());
        expect(await overlap.holder()).toBeUndefined();
        const fourth = await overlap.arrive();
        expect(await overlap.windowOf(fourth)).toEqual(overlap.runs.map(({ batchId }) => batchId));
        waits += overlap.waits;
        takenOver += overlap.takenOver;
      }),
      { numRuns: 400 },
    );
    expect([...met]).toEqual(expect.arrayContaining(['promoted', 'superseded', 'failed', 'killed']));
    expect(Math.min(waits, takenOver)).toBeGreaterThan(20);
  }, 120_000);

  it('leave the newest promoted, with the rows of all three, when none fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { minLength: 5, maxLength: 60 }), async (order) => {
        const overlap = await played(
          order.map((run) => ({ run, act: 'move' })),
          [],
        );
        expect(overlap.promoted.at(-1)).toBe(overlap.runs[2]?.batchId);
        for (const { outcome } of overlap.runs) expect(outcome).toMatch(/^(promoted|superseded)$/);
      }),
    );
  }, 60_000);
});

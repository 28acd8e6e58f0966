import { extendLease, leaseHolder } from '@moving-ground/aws-clients/s3';
import { runIdOf, type BatchId, type FinishRequest, type Manifest, type RunId } from '@moving-ground/run';
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
  readonly arrivedAtMs: number;
  stage: Stage;
  extendedAtMs: number;
  outcome?: string;
};

/** One of three runs moves on, fails or is killed where it stands; or an hour goes by. */
type Step = { readonly run: number; readonly act: 'move' | 'fail' | 'kill' | 'hour' };

const anySteps = fc.array(
  fc.record({
    run: fc.nat(2),
    act: fc.oneof(
      { weight: 12, arbitrary: fc.constant('move' as const) },
      { weight: 1, arbitrary: fc.constantFrom('fail' as const, 'kill' as const) },
      { weight: 1, arbitrary: fc.constant('hour' as const) },
    ),
  }),
  { minLength: 5, maxLength: 60 },
);

class Overlap {
  readonly #world = fakes();
  readonly runs: Run[] = [];
  readonly promoted: BatchId[] = [];
  waits = 0;
  takenOver = 0;

  async play({ run, act }: Step): Promise<void> {
    if (act === 'hour') return this.#letAnHourGoBy();
    const at = this.runs[run] ?? (await this.arrive());
    if (['ended', 'killed'].includes(at.stage)) return;
    if (act === 'kill') at.stage = 'killed';
    else if (act === 'fail') await this.#end(at, 'failed');
    else await this.#move(at);
    this.#expectOneUpdate();
  }

  async arrive(): Promise<Run> {
    const { batchId } = await stage(this.#world.storage, this.runs.length);
    const arrivedAtMs = this.#world.clock.nowMs;
    const runId = runIdOf(batchId, 1);
    const run: Run = { runId, batchId, arrivedAtMs, stage: 'waiting', extendedAtMs: 0 };
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

  async windowOf({ batchId }: Pick<Manifest, 'batchId'>): Promise<readonly BatchId[]> {
    const answer = await check(this.#requestOf(batchId), undefined, this.#world.effects);
    return answer.verdict === 'ready' ? answer.run.windowBatches : [];
  }

  /** The state machine gives an update less time than the lease has, so it is over before the lease is. */
  async #letAnHourGoBy(): Promise<void> {
    const { clock } = this.#world;
    for (const run of this.runs)
      if (run.stage === 'updating' && clock.nowMs > run.extendedAtMs) await this.#move(run);
    clock.nowMs += HOUR_AND_ONE;
  }

  async #move(run: Run): Promise<void> {
    if (run.stage === 'waiting') await this.#check(run);
    else if (run.stage === 'updating') await this.#end(run, 'promoted');
    else if (await this.#extends(run)) run.stage = run.stage === 'extracting' ? 'tuning' : 'updating';
    else await this.#end(run, 'failed');
  }

  async #check(run: Run): Promise<void> {
    const answer = await check(this.#requestOf(run.batchId, run.arrivedAtMs), undefined, this.#world.effects);
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
    const { batchId } = run;
    const failure = { Error: 'X', Cause: '' };
    const ending: FinishRequest =
      outcome === 'failed'
        ? { batchId, attempt: 1, outcome, failure }
        : { batchId, attempt: 1, outcome, reason: '' };
    await finish(ending, undefined, this.#world.effects);
    run.stage = 'ended';
    run.outcome = outcome;
    if (outcome === 'promoted') this.promoted.push(batchId);
    expect((await this.holder())?.runId).not.toBe(run.runId);
  }

  #requestOf(batchId: BatchId, startedAtMs = this.#world.clock.nowMs): ReturnType<typeof requestOf> {
    return { ...requestOf({ batchId }), startedAt: new Date(startedAtMs).toISOString() };
  }

  #expectOneUpdate(): void {
    const updating = this.runs.filter(({ stage: at }) => at === 'updating');
    expect(updating.length).toBeLessThanOrEqual(1);
  }
}

async function played(steps: readonly Step[]): Promise<Overlap> {
  const overlap = new Overlap();
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
      fc.asyncProperty(anySteps, async (steps) => {
        const overlap = await played(steps);
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
        const overlap = await played(order.map((run) => ({ run, act: 'move' })));
        expect(overlap.promoted.at(-1)).toBe(overlap.runs[2]?.batchId);
        for (const { outcome } of overlap.runs) expect(outcome).toMatch(/^(promoted|superseded)$/);
      }),
    );
  }, 60_000);
});

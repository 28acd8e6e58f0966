import { describe, expect, it } from 'vitest';
import { liveLines, type LiveSettings } from './live-lines.ts';
import { NOTHING_YET, viewed, type LiveView } from './live-view.ts';

type Event = Readonly<Record<string, unknown>>;

const runId = '20260105t101500-0f3a9c21-1';
const progress = (ticks: number, transactionsTowardsBatch: number): Event => ({
  event: 'progress',
  ticks,
  openOrders: 240,
  transactionsTowardsBatch,
  eventTimeMs: Date.UTC(2026, 0, 5, 10, 15),
});
const training = (number: number, precision: number, status = 'Completed'): Event => ({
  event: 'training-ended',
  runId,
  candidate: {
    trainingJobName: `${runId}-00${number}-1f2e3d4c`,
    status,
    metrics: { 'validation:precision': precision, 'validation:recall': 0.5 },
  },
});

/** The view after these events, one a second. */
const after = (...events: readonly Event[]): LiveView =>
  events.reduce<LiveView>((view, event, second) => viewed(view, event, second * 1000), NOTHING_YET);

const look = (view: LiveView, more: Partial<LiveSettings> = {}): readonly string[] =>
  liveLines(view, {
    width: 100,
    height: 24,
    isColored: false,
    batchSize: 10_000,
    maxJobs: 10,
    nowMs: 20_000,
    ...more,
  });

describe('the view of a loop in a terminal', () => {
  it('says what is not there yet', () => {
    expect(look(NOTHING_YET)).toEqual([
      'page     not yet',
      'prices   the local cloud comes up',
      `batch    ${'░'.repeat(40)}  0 of 10,000`,
      'run      none: the next one begins with a full batch',
      'tuning   –',
      'last run none yet',
      'skill    judged when a batch has come after a model',
    ]);
  });

  it('shows prices, the batch and when it will be full', () => {
    const events = [
      { event: 'feed-connected' },
      ...[0, 1, 2, 3, 4, 5].map((i) => progress(i * 500, i * 1000)),
    ];
    const [, prices, batch] = look(after(...events));
    expect(prices).toMatch(
      /^prices {3}live {2}2026-01-05 10:15:00 {2}2,500 ticks, \d+ a second {2}240 open orders$/,
    );
    expect(batch).toMatch(/^batch {4}█{20}░{20} {2}5,000 of 10,000, about \d+ s left$/);
  });

  it('follows a run through its tuning to its end', () => {
    const begun = [
      { event: 'run-started', runId },
      { event: 'state-entered', runId, state: 'TuneModel' },
    ];
    const trainings = [training(1, 0.6), training(2, 0.9), training(3, 0.7), training(4, NaN, 'Failed')];
    const tuning = after(...begun, ...trainings);
    expect(look(tuning).slice(3, 10)).toEqual([
      `run      ${runId}  TuneModel  20 s`,
      'tuning   4 of 10 trainings, 1 failed, best validation precision 90.0 % at recall 50.0 %',
      '         job  precision   recall',
      '           1     60.0 %   50.0 %',
      '           2     90.0 %   50.0 %  best',
      '           3     70.0 %   50.0 %',
      '           4  Failed',
    ]);
    expect(look(tuning, { height: 11 }).slice(4, 8)).toEqual([
      'tuning   4 of 10 trainings, 1 failed, best validation precision 90.0 % at recall 50.0 %',
      '         job  precision   recall',
      '           3     70.0 %   50.0 %',
      '           4  Failed',
    ]);
    const ended = viewed(
      tuning,
      { event: 'run-ended', runId, outcome: 'promoted', reason: 'it is good' },
      9000,
    );
    expect(look(ended)[3]).toBe('run      none: the next one begins with a full batch');
    expect(look(ended).at(-2)).toBe(`last run ${runId}  promoted: it is good`);
    expect(look(viewed(ended, { event: 'run-started', runId: 'next' }, 9500))[4]).toBe('tuning   –');
  });

  it('is never wider than the terminal', () => {
    const reason = 'a long reason '.repeat(20);
    const view = after(
      progress(1, 1),
      { event: 'run-ended', runId, outcome: 'retained', reason },
      { event: 'skill', statement: 'cannot tell', reason },
    );
    for (const width of [40, 80]) {
      const lines = look(view, { width });
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines).toHaveLength(5 + 3 + 3);
      expect([lines[7], lines[10]].every((line) => line?.endsWith('…'))).toBe(true);
    }
  });

  it('names the page with the token that changing something asks for', () => {
    const page = { event: 'page-ready', url: 'http://127.0.0.1:8080', token: 'tell-nobody' };
    expect(look(after(page))[0]).toBe(
      'page     http://127.0.0.1:8080  token to change something: tell-nobody',
    );
  });

  it('shows how much of a recording is read, and to its end', () => {
    const recording = { firstMs: Date.UTC(2026, 0, 5, 9, 15), lastMs: Date.UTC(2026, 0, 5, 11, 15) };
    const begun = { event: 'local-cloud-ready', recording };
    const half = after(begun, { event: 'feed-connected' }, progress(3_900, 10));
    expect(look(half)[2]).toBe(
      `replay   ${'█'.repeat(20)}${'░'.repeat(20)}  3,600 of 7,200 seconds, about 20 s left`,
    );
    const ended = viewed(half, { event: 'feed-ended' }, 9000);
    expect(look(ended)[2]).toBe(`replay   ${'█'.repeat(40)}  7,200 of 7,200 seconds`);
  });

  it('is colored only where the terminal is', () => {
    expect(look(NOTHING_YET).join('')).not.toContain('\u001b');
    expect(look(NOTHING_YET, { isColored: true }).join('')).toContain('\u001b[2m');
  });
});

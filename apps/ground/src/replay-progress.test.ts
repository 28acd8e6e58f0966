import { describe, expect, it } from 'vitest';
import { withReplayProgress } from './replay-progress.ts';
import { createTeller } from './teller.ts';

type Event = Readonly<Record<string, unknown>>;

function replayed(...events: readonly Event[]): { told: string[]; progress: string[] } {
  const [told, progress]: [string[], string[]] = [[], []];
  const lines = createTeller({ json: false, quiet: false }, (line) => told.push(line));
  const output = {
    isTerminal: false,
    columns: 80,
    write: (text: string) => progress.push(text),
    now: () => 0,
  };
  const teller = withReplayProgress(lines, 'monday.csv', output);
  for (const event of events) teller.say(String(event['event']), event);
  teller.done();
  return { told, progress };
}

describe('the progress of a replay', () => {
  it('counts the seconds of the recording that have come, beside what is told', () => {
    const { told, progress } = replayed(
      { event: 'local-cloud-ready', recording: { firstMs: 5_000, lastMs: 1_005_000 } },
      { event: 'progress', eventTimeMs: 105_500 },
      { event: 'batch-exported' },
      { event: 'feed-ended' },
    );
    expect(told).toEqual(['local-cloud-ready', 'progress', 'batch-exported', 'feed-ended']);
    expect(progress).toEqual([
      '100 of 1,000, about 0 s left (seconds of monday.csv)\n',
      '1,000 of 1,000, done (seconds of monday.csv)\n',
    ]);
  });

  it('is silent where no recording is read', () => {
    const { progress } = replayed({ event: 'local-cloud-ready' }, { event: 'progress', eventTimeMs: 90 });
    expect(progress).toEqual([]);
  });
});

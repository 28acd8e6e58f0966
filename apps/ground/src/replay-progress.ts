import { Progress, type ProgressOutput } from '@moving-ground/terminal';
import type { CloudAddress, Recording } from './local-processes.ts';
import type { Teller } from './teller.ts';

type Event = Readonly<Record<string, unknown>>;

/** A teller that also says, on the error stream, how much of a recording is read. */
export type ReplayTeller = Teller & { readonly done: () => void };

export function withReplayProgress(teller: Teller, file: string, output: ProgressOutput): ReplayTeller {
  let recording: Recording | undefined;
  let progress: Progress | undefined;
  const follow = (event: Event): void => {
    recording ??= (event as Partial<CloudAddress>).recording;
    if (!recording) return;
    progress ??= new Progress(secondsOf(recording), output);
    const read = secondsRead(recording, event);
    if (read !== undefined) progress.reached(read, `seconds of ${file}`);
  };
  return {
    say: (text, event) => {
      follow(event);
      teller.say(text, event);
    },
    result: teller.result,
    done: () => progress?.ended(),
  };
}

/** By the market's time, as the feed leaves out rows that change nothing. */
export function secondsOf({ firstMs, lastMs }: Recording): number {
  return Math.max(1, Math.ceil((lastMs - firstMs) / 1000));
}

/** How many seconds of the recording have come; undefined where the event does not say. */
export function secondsRead(recording: Recording, { event, eventTimeMs }: Event): number | undefined {
  const all = secondsOf(recording);
  if (event === 'feed-ended') return all;
  if (event !== 'progress' || typeof eventTimeMs !== 'number') return undefined;
  return Math.min(all, Math.max(0, Math.floor((eventTimeMs - recording.firstMs) / 1000)));
}

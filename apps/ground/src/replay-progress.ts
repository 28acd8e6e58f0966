import { Progress, type ProgressOutput } from '@moving-ground/terminal';
import type { CloudAddress } from './local-processes.ts';
import type { Teller } from './teller.ts';

type Event = Readonly<Record<string, unknown>>;

/** A teller that also says, on the error stream, how much of a recording is read. */
export type ReplayTeller = Teller & { readonly done: () => void };

export function withReplayProgress(teller: Teller, file: string, output: ProgressOutput): ReplayTeller {
  let progress: Progress | undefined;
  const follow = (event: Event): void => {
    progress ??= begun(event, output);
    const ticks = ticksRead(event);
    if (ticks !== undefined) progress?.reached(ticks, `ticks of ${file}`);
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

function begun(event: Event, output: ProgressOutput): Progress | undefined {
  const { recording } = event as Partial<CloudAddress>;
  return recording && new Progress(recording.rows, output);
}

/** How many rows of the recording have come; undefined where the event does not say. */
export function ticksRead({ event, ticks, refused }: Event): number | undefined {
  if (event === 'feed-ended') return Number.POSITIVE_INFINITY;
  return event === 'progress' ? Number(ticks) + Number(refused ?? 0) : undefined;
}

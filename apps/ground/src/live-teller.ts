import { DrawnInPlace } from '@moving-ground/terminal';
import { liveLines, type LiveSettings } from './live-lines.ts';
import { NOTHING_YET, viewed } from './live-view.ts';
import type { Teller } from './teller.ts';

export type LiveTeller = Teller & {
  /** Leaves the last view where it is and gives the cursor back. */
  readonly done: () => void;
};

type Terminal = NodeJS.WriteStream;

/** At most so often: a view that flickers is none. */
const DRAW_EVERY_MS = 200;

/** A view that is drawn in place; results stay above it. */
export function createLiveTeller(
  terminal: Terminal,
  settings: Pick<LiveSettings, 'batchSize' | 'maxJobs'>,
  now: () => number,
): LiveTeller {
  const place = new DrawnInPlace(terminal);
  let view = NOTHING_YET;
  const draw = (): void => {
    const { columns: width, rows: height } = terminal;
    place.draw(
      liveLines(view, { ...settings, width, height, isColored: terminal.hasColors(), nowMs: now() }),
    );
  };
  // Seconds go on while nothing happens.
  const timer = setInterval(draw, DRAW_EVERY_MS).unref();
  // However this process ends, the cursor is there again.
  process.once('exit', () => place.done());
  const say: Teller['say'] = (_text, event, unkept) => {
    view = viewed(view, { ...event, ...unkept }, now());
  };
  return {
    say,
    result: (text, event) => {
      say(text, event);
      place.clear();
      terminal.write(`${text}\n`);
      draw();
    },
    done: () => {
      clearInterval(timer);
      draw();
      place.done();
    },
  };
}

/** Whether a view can be drawn in place: a person's terminal, and nothing that keeps what is written. */
export function isLive(
  terminal: Terminal,
  { CI, TERM }: Readonly<Record<string, string | undefined>>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): boolean {
  return terminal.isTTY && !json && !quiet && !CI && TERM !== 'dumb';
}

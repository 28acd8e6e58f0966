import type { CaptureView, MarketView, TickColumns } from './market-view.ts';
import type { GraphView, RunSummary, TuningView } from './run-view.ts';
import type { LiveView } from './live-view.ts';

/** What is told of the past runs and the one that goes on. */
export type LoopView = {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Data of the model that serves ends here; null before the first model. */
  readonly championDataEndMs: number | null;
  readonly championRunId: string | null;
};

/** Why something that the page shows could not be asked for; by the name of what is asked. */
export type TroubleView = Readonly<Record<string, string>>;

/** Each topic is told whole when it changes; `ticks` are told as they come. */
export type Topics = {
  readonly market: MarketView;
  readonly capture: CaptureView;
  readonly graph: GraphView;
  readonly loop: LoopView;
  readonly tuning: TuningView;
  readonly live: LiveView;
  readonly trouble: TroubleView;
  /** A number that grows when `/api/model` has something new. */
  readonly model: number;
};

export type TopicName = keyof Topics;

export type TicksEvent = TickColumns;

import type { NullOutcome, NullTask } from '../null/null-task.ts';
import type { TunedWindow } from '../walk/tuned-window.ts';
import type { WindowTask } from '../walk/tune-window.ts';

/** Something to be worked out by itself, in any thread, at any time: the same task gives the same result. */
export type Piece =
  { readonly kind: 'window'; readonly task: WindowTask } | { readonly kind: 'null'; readonly task: NullTask };

export type PieceResult<P extends Piece> = P extends { kind: 'window' } ? TunedWindow : NullOutcome;

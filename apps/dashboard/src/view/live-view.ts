/** What the live scorer tells, as it tells it; null where none is connected. */
export type LiveView = {
  readonly connected: boolean;
  readonly address: string | null;
  readonly now: unknown;
  readonly recent: readonly unknown[];
  readonly summary: unknown;
};

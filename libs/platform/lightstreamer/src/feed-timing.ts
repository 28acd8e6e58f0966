/** All in milliseconds. */
export type FeedTiming = {
  /** IG caches its login answers for about a minute: an earlier login gets stale tokens. */
  readonly loginSpacing: number;
  readonly request: number;
  /** Silence of a market that is neither closed nor suspended after which the subscription is made again. */
  readonly mute: number;
  /** What a new attempt against silence is given, doubled with each up to the longest. */
  readonly grace: number;
  readonly longestGrace: number;
  /** Without a connection for this long, the client is thrown away ... */
  readonly disconnected: number;
  /** ... or for this long when it is trying to recover its session. */
  readonly recovering: number;
  /** Pauses before a new client: doubling between these two. */
  readonly rebuildFloor: number;
  readonly rebuildCap: number;
  /** A subscription that lasts this long has recovered: only then do the pauses begin with the shortest again. */
  readonly steady: number;
  /** Without a subscription for this long, the feed has failed and the supervisor has to start again. */
  readonly budget: number;
  readonly watch: number;
};

export const FEED_TIMING: FeedTiming = {
  loginSpacing: 61_000,
  request: 15_000,
  mute: 90_000,
  grace: 60_000,
  longestGrace: 1_800_000,
  disconnected: 120_000,
  recovering: 300_000,
  rebuildFloor: 5_000,
  rebuildCap: 60_000,
  // Longer than two of the longest pauses: two clients that end each other's sessions never look steady to one another.
  steady: 180_000,
  budget: 600_000,
  watch: 1_000,
};

/** 1 s doubled with each attempt, plus or minus half by chance, within floor and cap. */
export function rebuildDelay(attempt: number, timing: FeedTiming, random: () => number): number {
  const jittered = 1_000 * 2 ** Math.min(attempt, 20) * (0.5 + random());
  return Math.min(timing.rebuildCap, Math.max(timing.rebuildFloor, jittered));
}

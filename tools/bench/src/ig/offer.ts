export const CREDENTIALS = { identifier: 'bench', password: 'bench-password', apiKey: 'bench-key' };
export const EPIC = 'CS.D.BITCOIN.CFD.IP';

/** What the offline IG is to play, from its beginning to its end. */
export type Offer = {
  readonly market:
    | { readonly kind: 'walk'; readonly seed: number }
    /** One after the other, and again with later times, until there are enough ticks. */
    | { readonly kind: 'recordings'; readonly paths: readonly string[] };
  readonly ticks: number;
  /** Absent: as fast as the client reads. */
  readonly mostTicksASecond?: number;
  /** An empty folder. */
  readonly folder: string;
};

/** The answer: where it is offered. */
export type Offered = { readonly url: string };

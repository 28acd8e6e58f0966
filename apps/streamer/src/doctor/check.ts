import type { PriceTick } from '@moving-ground/market';
import type { IgCredentials, OpenSession } from '@moving-ground/lightstreamer';
import type { WatchedStream } from './watched-stream.ts';

/** What was found about one thing that a streamer needs. */
export type CheckResult = {
  readonly name: string;
  readonly state: 'ok' | 'problem' | 'skipped';
  readonly detail: string;
  /** With every problem: what to do. */
  readonly advice?: string;
};

/** One answer of IG between two readings of this machine's clock; all in epoch milliseconds. */
export type ClockReading = {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** In whole seconds, rounded down; undefined when IG did not tell. */
  readonly serverMs: number | undefined;
};

export type HeardPrice = {
  readonly tick: PriceTick;
  readonly receivedMs: number;
  /** The price as it stood at the subscription, of whatever age. */
  readonly isSnapshot: boolean;
};

/** What one check finds out and a later one needs. */
export type Facts = {
  readonly credentials: IgCredentials;
  /** No streamer writes into this store, so that the one connection which IG allows is free. */
  readonly isAlone: true;
  readonly session: OpenSession;
  readonly account: string;
  readonly clockReading: ClockReading;
  /** IG's word for whether it deals: TRADEABLE, CLOSED and others. */
  readonly marketStatus: string;
  readonly stream: WatchedStream;
  readonly price: HeardPrice;
};

export type Found = Omit<CheckResult, 'name'> & { readonly facts?: Partial<Facts> };

export type Check = {
  readonly name: string;
  readonly needs: readonly (keyof Facts)[];
  readonly gives: readonly (keyof Facts)[];
  readonly look: (facts: Partial<Facts>) => Promise<Found>;
};

type CheckParts<N extends keyof Facts> = {
  readonly name: string;
  readonly needs: readonly N[];
  readonly gives: readonly (keyof Facts)[];
  readonly look: (facts: Pick<Facts, N> & Partial<Facts>) => Promise<Found> | Found;
};

/** `look` is called only when all that it needs is known. */
export function check<N extends keyof Facts = never>(parts: CheckParts<N>): Check {
  return { ...parts, look: async (facts) => parts.look(facts as Pick<Facts, N> & Partial<Facts>) };
}

export function ok(detail: string, facts: Partial<Facts> = {}): Found {
  return { state: 'ok', detail, facts };
}

export function problem(detail: string, advice: string, facts: Partial<Facts> = {}): Found {
  return { state: 'problem', detail, advice, facts };
}

export function skipped(detail: string): Found {
  return { state: 'skipped', detail };
}

import { PRICE_FIELDS } from '@moving-ground/lightstreamer';
import { z } from 'zod';

/** Codes of Lightstreamer; those at or below 0 are IG's own. */
const refusal = z.strictObject({ code: z.int().min(-9_999).max(9_999), message: z.string().max(200) });

/** Wire texts by field name; null is the wire's null. */
const values = z.partialRecord(z.enum(PRICE_FIELDS), z.string().max(200).nullable());

const off = (): z.ZodDefault<z.ZodBoolean> => z.boolean().default(false);
const count = (most: number): z.ZodDefault<z.ZodInt> => z.int().min(0).max(most).default(0);

/** Misbehavior on demand, all off at first. Where no end is named, it lasts until it is taken back. */
export const igFaults = z.strictObject({
  /** No prices, the connection kept alive: "connected but mute". */
  mute: off(),
  /** Lightstreamer says nothing at all, to old connections and new, as with a dead network that nobody closed. */
  silent: off(),
  /** The market closes: the last price once more with the flag CLOSED, then none until it opens. */
  closed: off(),
  /** New connections to Lightstreamer are cut; the one there is stays. */
  refuseConnections: off(),
  /** No session is recovered, so that clients have to make new ones. */
  refuseRecovery: off(),
  /** So many of the next REST requests are refused for the allowance. */
  allowanceRefusals: count(1_000_000),
  /** Every login is refused with this code, as `error.security.invalid-details` after a new password. */
  loginRefusal: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullable()
    .default(null),
  /** Every REST request waits so long before it is looked at. */
  restDelayMs: count(600_000),
  /** IG's own cache: a login within so many milliseconds of another gets its tokens, good or not. IG's is 60,000. */
  cachesLoginsMs: count(600_000),
  /** Each refuses one attempt to make a session, in order. */
  sessionRefusals: z.array(refusal).max(1_000).default([]),
  /** Each refuses one subscription, in order. */
  subscriptionRefusals: z.array(refusal).max(1_000).default([]),
  /** What the next update has instead of its own; only that one. */
  nextUpdate: values.default({}),
  /** What every update has instead of its own, as `{"DELAY":"1"}` or `{"DLG_FLAG":"CALL  "}`. */
  everyUpdate: values.default({}),
  /** Every character of every value is written as %XX: allowed, and seldom seen. */
  percentEncoded: off(),
  /** Updates a second, whatever their times and whether the client keeps up; 0: as the market moves. */
  burstTicksASecond: count(1_000_000),
  /** The price of a subscription's snapshot stood so many milliseconds before the last one. */
  staleSnapshotMs: count(600_000),
});

export type IgFaults = z.infer<typeof igFaults>;
export type Refusal = z.infer<typeof refusal>;
export type WireValues = z.infer<typeof values>;

export function noFaults(): IgFaults {
  return igFaults.parse({});
}

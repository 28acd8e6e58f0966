/** Misbehavior on demand. Everything is off at first. */
export type IgFaults = {
  /** No prices, the connection kept alive: "connected but mute". */
  mute: boolean;
  /** Nothing at all, as with a dead network that nobody closed. */
  silent: boolean;
  /** Fields of the next update that are sent as null, whatever they are. */
  nullFields: readonly string[];
  /** So many of the next REST requests are refused for the allowance. */
  allowanceRefusals: number;
  /** Refuses the next subscription with this. */
  subscriptionRefusal: { readonly code: number; readonly message: string } | undefined;
  /** Refuses to recover sessions, so that clients have to make new ones. */
  refuseRecovery: boolean;
};

export function noFaults(): IgFaults {
  return {
    mute: false,
    silent: false,
    nullFields: [],
    allowanceRefusals: 0,
    subscriptionRefusal: undefined,
    refuseRecovery: false,
  };
}

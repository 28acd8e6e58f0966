/** Of a decision record as it is stored: what the page tells. */
export type DecisionView = {
  readonly verdict?: string;
  readonly reason?: string;
  readonly warnings?: readonly string[];
  readonly evidence?: string;
};

import type { RunId } from './run-id.ts';

/** models/champion.json: the model behind the endpoint; replaced only by one with later data, or by a person's hand. */
export type Champion = {
  readonly runId: RunId;
  readonly modelName: string;
  readonly modelDataUrl: string;
  readonly endpointName: string;
  readonly endpointConfigName: string;
  readonly schemaHash: string;
  readonly featureDim: number;
  /** Close time of the newest transaction the model could learn from. */
  readonly dataEndMs: number;
  readonly promotedAtMs: number;
  /** A person has put it back in the place of another; absent where its run promoted it. */
  readonly putBack?: { readonly atMs: number; readonly inPlaceOf: RunId } | undefined;
};

/** leases/{endpointName}.json: who may update the endpoint, until when. */
export type Lease = {
  readonly runId: RunId;
  readonly executionArn: string;
  readonly expiresAtMs: number;
};

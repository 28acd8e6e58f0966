/** A local cloud behind which one run has promoted a model. */
export type Place = {
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    /** No second try: a refusal is an answer, too. */
    readonly maxAttempts: 1;
  };
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly runId: string;
};

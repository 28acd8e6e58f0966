/** Where a service is. Both absent: the SDK's own environment decides (AWS_ENDPOINT_URL, AWS_REGION, profile). */
export type ClientOptions = { readonly endpoint?: string | undefined; readonly region?: string | undefined };

type Sdk = {
  endpoint?: string;
  region?: string;
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; socketTimeout: number };
};

/** A connection that stays silent this long is given up; the longest answer waited for is an endpoint's, 60 s. */
const SILENCE_MS = 65_000;

export function sdkOptions({ endpoint, region }: ClientOptions, silenceMs = SILENCE_MS): Sdk {
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 5_000, socketTimeout: silenceMs },
  };
}

/** The name a service gave its error; every SDK error carries it. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

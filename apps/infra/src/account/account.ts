/** What is asked of an AWS account; the real one, and one of a test. */
export interface Account {
  readonly identity: () => Promise<{ readonly account: string; readonly region: string }>;
  /** Undefined where there is none. */
  readonly parameter: (name: string) => Promise<string | undefined>;
  readonly hasRole: (name: string) => Promise<boolean>;
  readonly createServiceRole: (service: string) => Promise<void>;
  /** The value in force; undefined where the service has no quota of this name. */
  readonly quota: (service: string, name: string) => Promise<number | undefined>;
  /** The tags that the account's bill is divided by. */
  readonly billedTags: () => Promise<readonly string[]>;
  /** The keys of a secret that is JSON; undefined where there is no such secret. */
  readonly secretKeys: (name: string) => Promise<readonly string[] | undefined>;
}

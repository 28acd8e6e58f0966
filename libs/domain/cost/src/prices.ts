/** Of us-east-1, on demand, without tax; other regions differ by some percent. */
export const PRICES_OF = { region: 'us-east-1', date: '2026-11' } as const;

export type Price = {
  /** Undefined: not known for sure, told as such and never counted as nothing. */
  readonly dollars: number | undefined;
  readonly per: string;
};

const HOUR = 'hour';
const GB_MONTH = 'GB and month';

/** Recheck before relying on them: prices change, and this table does not notice. */
export const PRICES = {
  'fargate-arm-cpu': { dollars: 0.03238, per: 'vCPU hour' },
  'fargate-arm-memory': { dollars: 0.00356, per: 'GB hour' },
  'private-zone': { dollars: 0.5, per: 'zone and month' },
  'registered-task': { dollars: 0.1, per: 'task and month' },
  'public-address': { dollars: 0.005, per: HOUR },
  'nat-gateway': { dollars: 0.045, per: HOUR },
  'nat-gateway-data': { dollars: 0.045, per: 'GB' },
  'container-insights': { dollars: undefined, per: 'cluster and month' },
  'ecr-storage': { dollars: 0.1, per: GB_MONTH },
  'efs-storage': { dollars: 0.3, per: GB_MONTH },
  'efs-backup': { dollars: 0.05, per: GB_MONTH },
  's3-storage': { dollars: 0.023, per: GB_MONTH },
  's3-writes': { dollars: 0.005, per: '1,000 requests' },
  's3-reads': { dollars: 0.0004, per: '1,000 requests' },
  key: { dollars: 1, per: 'key and month' },
  'key-requests': { dollars: 0.03, per: '10,000 requests' },
  secret: { dollars: 0.4, per: 'secret and month' },
  'log-intake': { dollars: 0.5, per: 'GB' },
  'log-storage': { dollars: 0.03, per: GB_MONTH },
  metric: { dollars: 0.3, per: 'metric and month' },
  alarm: { dollars: 0.1, per: 'alarm and month' },
  // The first three of an account cost nothing; a stage has one.
  dashboard: { dollars: 0, per: 'dashboard and month' },
  'lambda-arm': { dollars: 0.0000133334, per: 'GB second' },
  'lambda-requests': { dollars: 0.2, per: 'million requests' },
  transitions: { dollars: 0.025, per: '1,000 transitions' },
  traces: { dollars: 5, per: 'million traces' },
  'training-c4-xlarge': { dollars: 0.279, per: HOUR },
  'training-volume': { dollars: 0.14, per: GB_MONTH },
  'serverless-inference': { dollars: 0.00002, per: 'GB second' },
  'endpoint-t2-medium': { dollars: 0.056, per: HOUR },
  'glue-dpu': { dollars: 0.44, per: 'DPU hour' },
  // Two budgets with actions are free for an account; a third stage's is the first that is paid.
  'budget-action': { dollars: 0, per: 'day' },
  'queue-requests': { dollars: 0.4, per: 'million requests' },
  notices: { dollars: 0.5, per: 'million notices' },
  'backup-vault': { dollars: 0, per: 'vault' },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;

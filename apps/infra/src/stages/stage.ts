import { z } from 'zod';

const whole = z.number().int().min(1);

/** Fargate's smallest sizes on ARM: memory in MiB that each share of a CPU may have. */
const TASK_MEMORY: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: [1024, 2048, 3072, 4096],
  1024: [2048, 3072, 4096, 5120, 6144, 7168, 8192],
};

const task = z
  .strictObject({ cpu: whole, memoryMiB: whole })
  .refine(({ cpu, memoryMiB }) => TASK_MEMORY[cpu]?.includes(memoryMiB), {
    error: ({ input }) =>
      `was ${JSON.stringify(input)}: Fargate has ${Object.entries(TASK_MEMORY)
        .map(([cpu, memories]) => `cpu ${cpu} with ${memories.join(', ')} MiB`)
        .join('; ')}`,
  });

export const stageSchema = z.strictObject({
  /** Part of every name, so that several stages live in one account. */
  name: z.string().regex(/^[a-z][a-z0-9]{1,11}$/, 'give 2 to 12 small letters and digits, a letter first'),
  /**
   * Before the run's id in the names of its tuning job, models and endpoint configurations. A tuning job's name has
   * 32 characters and a run's id up to 28 of them: 3 and a dash are left.
   */
  code: z.string().regex(/^[a-z][a-z0-9]{0,2}$/, 'give 1 to 3 small letters and digits, a letter first'),
  /** public: a public address and no way in; nat: private subnets behind a NAT gateway. */
  network: z.enum(['public', 'nat']),
  /** container: MongoDB beside the streamer on a file system; secret: its address is in the secret `store`. */
  store: z.enum(['container', 'secret']),
  task,
  igUrl: z.url({ protocol: /^https$/ }),
  /** Paid by the request, or by the hour. An endpoint never changes its kind, so its name tells it. */
  endpoint: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('serverless'), memoryMb: whole, maxConcurrency: whole }),
    z.strictObject({ kind: z.literal('instance'), instanceType: z.string(), instanceCount: whole }),
  ]),
  /** Written over the default preset, all but the endpoint. */
  configuration: z.record(z.string(), z.unknown()),
  /** The live scorer runs: a task of its own, and a request a second. */
  isScoredLive: z.boolean(),
  /** From this many dollars in a month on no new run is started. */
  budgetDollars: whole,
  /** No batch for this long is worth an alarm; longer than a weekend of a closed market where that is usual. */
  hoursWithoutBatch: whole.max(24),
  /** A model older than this is worth an alarm. */
  hoursUntilModelExpires: whole.max(24),
  logDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]),
  /** CloudFormation refuses to delete a stack of this stage. */
  isProtected: z.boolean(),
});

export type Stage = z.infer<typeof stageSchema>;

export class InvalidStage extends Error {
  override readonly name = 'InvalidStage';
}

/** @throws InvalidStage */
export function parseStages(written: readonly unknown[]): readonly Stage[] {
  const stages = written.map((one) => parseStage(one));
  for (const key of ['name', 'code'] as const)
    if (new Set(stages.map((stage) => stage[key])).size < stages.length)
      throw new InvalidStage(`two stages have one ${key}: ${stages.map((stage) => stage[key]).join(', ')}`);
  return stages;
}

function parseStage(written: unknown): Stage {
  const read = stageSchema.safeParse(written);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidStage(
    `stage ${JSON.stringify((written as { name?: unknown }).name)}: ${lines.join('; ')}`,
  );
}

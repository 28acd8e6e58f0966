import { createHash } from 'node:crypto';
import type { TuningPlan } from '@moving-ground/tuning-config';
import type { JsonObject } from '../../protocol/json-service.ts';
import type { TrainingDefinition } from '../training/training-input.ts';
import type { WarmStart } from './warm-start.ts';

export type TuningStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** One tuning job as it is stored. Times are epoch milliseconds. */
export type TuningJob = {
  readonly name: string;
  readonly arn: string;
  /** As it was given. */
  readonly config: JsonObject;
  readonly plan: TuningPlan;
  readonly definition: TrainingDefinition;
  readonly warmStart?: WarmStart;
  readonly status: TuningStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly endedAt?: number;
  readonly failureReason?: string;
};

/** The plan's seed, or one that follows from the name: a tuning is repeatable either way. */
export function seedOf({ name, plan }: Pick<TuningJob, 'name' | 'plan'>): number {
  return plan.randomSeed ?? digestOf(name).readUInt32BE();
}

/** `<tuning>-<NNN>-<8 hex>`. @param number from 1 */
export function trainingNameOf(tuning: Pick<TuningJob, 'name' | 'plan'>, number: number): string {
  const hex = digestOf(`${seedOf(tuning)}:${tuning.name}:${number}`).toString('hex', 0, 4);
  return `${tuning.name}-${String(number).padStart(3, '0')}-${hex}`;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

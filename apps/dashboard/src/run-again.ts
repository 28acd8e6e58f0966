import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Executions } from '@moving-ground/aws-clients/sfn';
import { objectKeys, parseBatchId, runIdOf } from '@moving-ground/run';

/** The batch cannot be run again; the message says why. */
export class BatchNotRun extends Error {
  override readonly name = 'BatchNotRun';
}

export type Again = {
  readonly storage: Pick<ObjectStorage, 'head' | 'list'>;
  readonly executions: Pick<Executions, 'start'>;
  readonly bucket: string;
  readonly stateMachineArn: string;
};

const MOST_ATTEMPTS = 100;

/** Starts the next attempt of a staged batch; answers its run. @throws BatchNotRun, InvalidBatchId */
export async function runAgain(
  text: string,
  { storage, executions, bucket, stateMachineArn }: Again,
): Promise<string> {
  const batchId = parseBatchId(text);
  if (!(await storage.head(bucket, objectKeys.manifest(batchId))))
    throw new BatchNotRun(`batch ${batchId} is not staged any more: only the newest batches are kept`);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const name = runIdOf(batchId, attempt);
    const answer = await executions.start({ stateMachineArn, name, input: { batchId, attempt } });
    if (answer === 'started') return name;
  }
  throw new BatchNotRun(`batch ${batchId} was run ${MOST_ATTEMPTS} times`);
}

import type { Stack } from 'aws-cdk-lib';
import { bundledFunction } from '../functions/bundled-function.ts';
import {
  abortsUploads,
  deletesObjects,
  listsBucket,
  readsObjects,
  usesKeyByS3,
  writesObjects,
} from '../functions/object-permissions.ts';
import { StageNames } from '../names.ts';
import { readParameter } from '../parts/parameters.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** Lambda's longest, and what the state waits for. */
const SECONDS = 900;
/** The CSVs of a window below the threshold lie here: 250,000 transactions and their prices stay below 1 GiB. */
const TEMPORARY_MIB = 4096;

/** Small windows become datasets without a cluster. */
export function extractStack(context: StackContext): Stack {
  const stack = stackOf(context, 'extract', 'small windows become datasets');
  const names = new StageNames(context.stage);
  bundledFunction(stack, names, context.stage, {
    role: 'extract',
    handler: 'handler.extract',
    description: 'A window of batches becomes a dataset',
    folder: context.bundles.lambda('extract-lambda'),
    environment: { GROUND_STAGE: context.stage.name },
    permissions: [
      readsObjects(names, 'staging/*'),
      writesObjects(names, 'datasets/*'),
      deletesObjects(names, 'datasets/*'),
      abortsUploads(names, 'datasets/*'),
      listsBucket(names),
      usesKeyByS3(readParameter(stack, names, 'key-arn'), 'Decrypt', 'GenerateDataKey'),
    ],
    // A whole CPU comes with 1,769 MiB; the engine uses little more than one.
    memoryMiB: 2048,
    seconds: SECONDS,
    temporaryMiB: TEMPORARY_MIB,
  });
  return stack;
}

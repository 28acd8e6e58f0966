import { extendLease, getJson } from '@moving-ground/aws-clients/s3';
import {
  datasetVerdict,
  objectKeys,
  type DatasetAnswer,
  type DatasetReport,
  type DatasetRequest,
} from '@moving-ground/run';
import { smallestMiniBatch, tuningConfigOf } from '@moving-ground/tuning-config';
import type { CheckerEffects } from '../checker-effects.ts';
import { leasePlace, leaseUntil } from '../lease-place.ts';
import { tuningRequest } from './tuning-request.ts';

/** The extraction ended without its report, or with another batch's. */
export class DatasetMissing extends Error {
  override readonly name = 'DatasetMissing';
}

/** @throws DatasetMissing, LeaseLost */
export async function checkDataset({ run }: DatasetRequest, effects: CheckerEffects): Promise<DatasetAnswer> {
  const { storage, settings } = effects;
  await extendLease(storage, leasePlace(settings), run.runId, leaseUntil(effects));
  const key = objectKeys.datasetReport(run.batchId);
  const report = (await getJson(storage, { bucket: settings.bucket, key }))?.value as
    DatasetReport | undefined;
  if (report?.batchId !== run.batchId)
    throw new DatasetMissing(
      `${key} is not there or tells of batch ${report?.batchId}: look at the extraction's log, then start the batch again`,
    );
  const config = tuningConfigOf(settings.configuration.tuning);
  const reason = datasetVerdict(report, smallestMiniBatch(config));
  if (reason !== undefined) return { verdict: 'insufficient-data', reason };
  return { verdict: 'ready', tuning: tuningRequest(run, config, report.featureDim, settings) };
}

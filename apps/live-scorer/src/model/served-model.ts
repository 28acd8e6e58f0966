import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Endpoint } from '@moving-ground/aws-clients/sagemaker';
import { requireSchema, SchemaDiffers, type FeatureSchema } from '@moving-ground/feature-schema';
import { readChampion, type ServedChampion } from './model-documents.ts';

/** What stands behind the endpoint, or why nobody can say what does. */
export type Served =
  | { readonly kind: 'serving'; readonly champion: ServedChampion; readonly isUpdating: boolean }
  | {
      readonly kind: 'no-model' | 'model-changing' | 'model-unknown' | 'schema-differs';
      readonly reason: string;
    };

export type ServedModelParts = {
  readonly storage: ObjectStorage;
  readonly describeEndpoint: (
    name: string,
  ) => Promise<Pick<Endpoint, 'status' | 'endpointConfigName'> | undefined>;
  readonly bucket: string;
  readonly endpointName: string;
  readonly schema: Pick<FeatureSchema, 'hash'>;
};

/**
 * Which model answers: an answer does not say. The endpoint tells its configuration, and the champion's record which
 * model that is; where they contradict each other, a model is being changed and no answer is anybody's.
 * Rejects when the cloud cannot be asked.
 */
export async function servedModel(parts: ServedModelParts): Promise<Served> {
  const { storage, bucket, endpointName, describeEndpoint } = parts;
  const endpoint = await describeEndpoint(endpointName);
  if (!endpoint) return { kind: 'no-model', reason: `there is no endpoint ${endpointName}` };
  const isUpdating = ['Updating', 'RollingBack', 'SystemUpdating'].includes(endpoint.status);
  if (endpoint.status !== 'InService' && !isUpdating)
    return { kind: 'no-model', reason: `endpoint ${endpointName} is ${endpoint.status}` };
  const champion = await readChampion(storage, bucket);
  if (champion?.endpointName !== endpointName)
    return { kind: 'model-changing', reason: `endpoint ${endpointName} has no champion recorded yet` };
  if (champion.endpointConfigName !== endpoint.endpointConfigName)
    return {
      kind: 'model-changing',
      reason: `the endpoint serves ${endpoint.endpointConfigName}, the champion is ${champion.endpointConfigName}`,
    };
  return refusedSchema(parts.schema, champion) ?? { kind: 'serving', champion, isUpdating };
}

function refusedSchema(schema: Pick<FeatureSchema, 'hash'>, champion: ServedChampion): Served | undefined {
  try {
    requireSchema(schema, champion.schemaHash, `model ${champion.modelName}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof SchemaDiffers)) throw error;
    return { kind: 'schema-differs', reason: error.message };
  }
}

/** Whether both say the same of who answers. */
export function isSameServed(a: Served, b: Served): boolean {
  if (a.kind !== 'serving' || b.kind !== 'serving') return a.kind === b.kind;
  return (
    a.champion.runId === b.champion.runId &&
    a.champion.endpointConfigName === b.champion.endpointConfigName &&
    a.isUpdating === b.isUpdating
  );
}

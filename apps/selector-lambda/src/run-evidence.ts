import { parseFeatureSchema, requireSchema } from '@moving-ground/feature-schema';
import { objectKeys, type RunParameters } from '@moving-ground/run';
import { readEvidence, type Evidence } from './documents.ts';
import type { SelectorEffects } from './selector-effects.ts';

/**
 * The report of the dataset that the run's candidates learned from. Its rows must be of the run's own schema: an
 * engine with another one, or another run in between, would put a model behind the endpoint that is asked for columns
 * it does not know.
 * @throws InvalidDocument, SchemaDiffers, InvalidFeatureSchema
 */
export async function runEvidence(
  { batchId, extractArguments }: RunParameters,
  { storage, settings }: SelectorEffects,
): Promise<Evidence> {
  const key = objectKeys.datasetReport(batchId);
  const evidence = await readEvidence(storage, settings.bucket, key);
  requireSchema(parseFeatureSchema(extractArguments['--schema'] ?? ''), evidence.schemaHash, key);
  return evidence;
}

import type { Settings } from '../settings.ts';
import { extractInWorker } from './extract-in-worker.ts';
import { extractOnSpark } from './extract-on-spark.ts';
import type { ExtractEngine } from './extraction.ts';
import { requireSpark } from './require-spark.ts';

/** What the extraction job runs. What Spark needs is looked for before anything is started. @throws SparkMissing */
export async function extractEngine({
  configuration,
  spark,
}: Pick<Settings, 'configuration' | 'spark'>): Promise<ExtractEngine> {
  if (configuration.extraction.localGlue === 'typescript') return extractInWorker;
  await requireSpark(spark);
  return extractOnSpark(spark);
}

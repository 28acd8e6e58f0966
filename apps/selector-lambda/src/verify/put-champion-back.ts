import { objectKeys } from '@moving-ground/run';
import { championDocument, readDocument } from '../documents.ts';
import type { SelectorEffects } from '../selector-effects.ts';

/**
 * Updates an endpoint whose new model gives no sound answer to what served before. It does not wait for the update's
 * end: on AWS the endpoint answers with the bad model until then, for some minutes.
 * @returns what was done, for the run's error
 */
export async function putChampionBack(
  {
    endpointName,
    endpointConfigName,
  }: { readonly endpointName: string; readonly endpointConfigName: string },
  { storage, settings, sageMaker }: SelectorEffects,
): Promise<string> {
  const place = { bucket: settings.bucket, key: objectKeys.champion };
  const champion = (await readDocument(storage, place, championDocument))?.value;
  if (champion?.endpointName !== endpointName || champion.endpointConfigName === endpointConfigName)
    return 'there is no champion to put back';
  try {
    await sageMaker.updateEndpoint(endpointName, champion.endpointConfigName);
    return `the champion's configuration ${champion.endpointConfigName} was put back`;
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return `the champion's configuration ${champion.endpointConfigName} could not be put back: ${why}`;
  }
}

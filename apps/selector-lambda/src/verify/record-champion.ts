import { putJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { objectKeys, type Champion } from '@moving-ground/run';
import { championDocument, readDocument } from '../documents.ts';

/**
 * Writes models/champion.json unless it holds a model of this endpoint that learned from later data. Conditional on what was read,
 * and read again when that changed: of any number of writers at once the latest data wins.
 * @returns the champion now: the one given, or the later one that stays
 */
export async function recordChampion(
  storage: ObjectStorage,
  bucket: string,
  champion: Champion,
): Promise<Champion> {
  const place = { bucket, key: objectKeys.champion };
  for (;;) {
    const found = await readDocument(storage, place, championDocument);
    if (found && isLater(found.value, champion)) return found.value;
    const condition = found ? { ifMatch: found.etag } : { ifNoneMatch: '*' as const };
    if ((await putJson(storage, place, champion, condition)).stored) return champion;
  }
}

function isLater(held: Champion, champion: Champion): boolean {
  return held.endpointName === champion.endpointName && held.dataEndMs > champion.dataEndMs;
}

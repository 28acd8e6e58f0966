import type { ObjectStorage, PutAnswer, PutConditions } from './object-storage.ts';

/** An object that is no JSON; the message says which and where it breaks. */
export class UnreadableObject extends Error {
  override readonly name = 'UnreadableObject';
}

/** An object's place. */
export type ObjectPlace = { readonly bucket: string; readonly key: string };

/** Undefined where there is no such object. @throws UnreadableObject */
export async function getJson(
  storage: ObjectStorage,
  { bucket, key }: ObjectPlace,
): Promise<{ readonly value: unknown; readonly etag: string } | undefined> {
  const found = await storage.get(bucket, key);
  if (!found) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(found.body);
    return { value: JSON.parse(text) as unknown, etag: found.etag };
  } catch (error) {
    throw new UnreadableObject(`s3://${bucket}/${key} holds no JSON: ${String(error)}`);
  }
}

/** Two spaces of indent and a newline at the end: people read these objects too. */
export function putJson(
  storage: ObjectStorage,
  { bucket, key }: ObjectPlace,
  value: unknown,
  conditions: Omit<PutConditions, 'contentType'> = {},
): Promise<PutAnswer> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  return storage.put(bucket, key, text, { ...conditions, contentType: 'application/json' });
}

import { z } from 'zod';

/** Neither of the two shapes in which S3 tells of an object. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
  constructor(event: unknown) {
    const was = JSON.stringify(event)?.slice(0, 300) ?? String(event);
    super(`an S3 event has detail.object.key or Records[].s3.object.key, it was ${was}`);
  }
}

export type ArrivedObject = { readonly bucket: string; readonly key: string };

const eventBridge = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

const notification = z.object({
  Records: z.array(
    z.object({
      eventName: z.string().startsWith('ObjectCreated:'),
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
    }),
  ),
});

/** S3 sends this once, when a notification is set up. */
const setUp = z.object({ Event: z.literal('s3:TestEvent') });

/** EventBridge has keys as they are; a notification has them URL-encoded, a space as `+`. @throws UnknownEvent */
export function arrivedObjects(event: unknown): readonly ArrivedObject[] {
  const one = eventBridge.safeParse(event);
  if (one.success) return [{ bucket: one.data.detail.bucket.name, key: one.data.detail.object.key }];
  const many = notification.safeParse(event);
  if (many.success)
    return many.data.Records.map(({ s3 }) => ({ bucket: s3.bucket.name, key: decoded(s3.object.key) }));
  if (setUp.safeParse(event).success) return [];
  throw new UnknownEvent(event);
}

/** A key that is no URL encoding stays as it is: it can be no manifest's. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

import { text } from 'node:stream/consumers';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectStore } from './object-store.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import type { S3Request } from './s3-request.ts';
import { listOf, parseXml, xml } from './s3-xml.ts';

/** DeleteObjects: up to 1,000 keys at once. */
export async function deleteObjects(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const document = parseXml(await text(request.body()))['Delete'] as
    Readonly<Record<string, unknown>> | undefined;
  const keys = listOf(document?.['Object']).map((object) => String(object['Key']));
  if (keys.length === 0 || keys.length > 1000)
    throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed');
  for (const key of keys) await store.delete(request.bucket, key);
  const deleted = document?.['Quiet'] === 'true' ? [] : keys.map((Key) => ({ Key }));
  return xmlAnswer(xml('DeleteResult', { Deleted: deleted }));
}

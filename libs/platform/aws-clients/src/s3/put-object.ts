import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { setTimeout as pause } from 'node:timers/promises';
import { errorName } from '../client-options.ts';
import type { PutAnswer, PutConditions } from './object-storage.ts';

/** Two conditional writes that meet give one of them 409: it asks again, and is then told stored or 412. */
const CONFLICT_PAUSES_MS = [50, 200, 800];

export async function putObject(
  client: S3Client,
  object: PutObjectCommandInput,
  conditions: PutConditions,
): Promise<PutAnswer> {
  const command = new PutObjectCommand({ ...object, ...headersOf(conditions) });
  for (const pauseMs of CONFLICT_PAUSES_MS) {
    const answer = await putOnce(client, command, conditions);
    if (answer !== 'conflict') return answer;
    await pause(pauseMs);
  }
  const last = await putOnce(client, command, conditions);
  return last === 'conflict' ? { stored: false, reason: 'precondition' } : last;
}

function headersOf({ ifNoneMatch, ifMatch, contentType }: PutConditions): Partial<PutObjectCommandInput> {
  return {
    ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
    ...(contentType === undefined ? {} : { ContentType: contentType }),
  };
}

async function putOnce(
  client: S3Client,
  command: PutObjectCommand,
  conditions: PutConditions,
): Promise<PutAnswer | 'conflict'> {
  try {
    return { stored: true, etag: (await client.send(command)).ETag ?? '' };
  } catch (error) {
    const name = errorName(error);
    if (name === 'ConditionalRequestConflict') return 'conflict';
    // If-Match on an object that is gone answers NoSuchKey: the condition did not hold either.
    if (name === 'PreconditionFailed' || (name === 'NoSuchKey' && conditions.ifMatch !== undefined))
      return { stored: false, reason: 'precondition' };
    throw error;
  }
}

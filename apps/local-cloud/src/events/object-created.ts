import type { ObjectHead } from '../s3/object-store.ts';

export type EventPlace = { readonly region: string; readonly account: string };

/** EventBridge's `Object Created`, as a rule's target gets it. */
export function eventBridgeEvent(
  bucket: string,
  head: ObjectHead,
  id: string,
  { region, account }: EventPlace,
): object {
  return {
    version: '0',
    id,
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account,
    time: head.lastModified.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: {
        key: head.key,
        size: head.size,
        etag: head.etag.replaceAll('"', ''),
        sequencer: sequencerOf(head),
      },
      'request-id': id,
      requester: account,
      reason: 'PutObject',
    },
  };
}

/** S3's own notification. */
export function s3Notification(bucket: string, head: ObjectHead, { region }: EventPlace): object {
  const key = notificationKey(head.key);
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: head.lastModified.toISOString(),
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: { key, size: head.size, eTag: head.etag.replaceAll('"', ''), sequencer: sequencerOf(head) },
        },
      },
    ],
  };
}

/** As S3 encodes it: a plus for a blank, slashes as they are, and more marks escaped than in an address. */
function notificationKey(key: string): string {
  const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
  return encoded.replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sequencerOf({ lastModified }: ObjectHead): string {
  return lastModified.getTime().toString(16).toUpperCase().padStart(18, '0');
}

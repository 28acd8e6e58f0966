import { ServiceError } from '../../protocol/service-error.ts';

/** `s3://bucket/key`; the key may be empty or a prefix. @throws ServiceError ValidationException */
export function parseS3Uri(uri: string): { readonly bucket: string; readonly key: string } {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri);
  if (match?.[1] === undefined) {
    throw new ServiceError(
      'ValidationException',
      `the S3 URI was ${JSON.stringify(uri)}; give s3://bucket/key`,
    );
  }
  return { bucket: match[1], key: match[2] ?? '' };
}

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { inVain } from '../in-vain.ts';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';

export async function callS3(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new S3Client({ ...place.client, forcePathStyle: true });
  recordAnswers(client, 's3', answers);
  await callBuckets(client, place.bucket);
  await callObjects(client, place.bucket);
  await callUploads(client, place.bucket);
}

async function callBuckets(client: S3Client, Bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: 'another' }));
  await client.send(new ListBucketsCommand());
  await client.send(new HeadBucketCommand({ Bucket }));
  await client.send(new GetBucketLocationCommand({ Bucket }));
  await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2, Delimiter: '/' }));
  await inVain(client.send(new ListObjectsV2Command({ Bucket: 'not-there' })));
}

async function callObjects(client: S3Client, Bucket: string): Promise<void> {
  const place = { Bucket, Key: 'checked/object' };
  await client.send(new PutObjectCommand({ ...place, Body: 'some bytes', ContentType: 'text/plain' }));
  await client.send(new HeadObjectCommand(place));
  await client.send(new GetObjectCommand(place));
  await client.send(new GetObjectCommand({ ...place, Range: 'bytes=0-3' }));
  await inVain(client.send(new PutObjectCommand({ ...place, Body: 'more', IfNoneMatch: '*' })));
  await client.send(new DeleteObjectCommand(place));
  await inVain(client.send(new GetObjectCommand(place)));
  const Objects = [{ Key: place.Key }, { Key: 'checked/other' }];
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
}

async function callUploads(client: S3Client, Bucket: string): Promise<void> {
  const place = { Bucket, Key: 'checked/upload' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const part = { ...place, UploadId, PartNumber: 1 };
  const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: 'the only part' }));
  await client.send(new ListPartsCommand({ ...place, UploadId }));
  const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
  await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));
  const given = await client.send(new CreateMultipartUploadCommand(place));
  await client.send(new AbortMultipartUploadCommand({ ...place, UploadId: given.UploadId }));
  await inVain(client.send(new UploadPartCommand({ ...part, Body: 'too late' })));
}

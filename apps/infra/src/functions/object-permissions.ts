import type { Permission } from '../iam/permission.ts';
import type { StageNames } from '../names.ts';

const KEYS = 'The keys below this prefix begin with a batch that is not known yet.';

function objects(names: StageNames, actions: readonly string[], keys: readonly string[]): Permission {
  return {
    actions,
    resources: keys.map((key) => `${names.bucketArn}/${key}`),
    ...(keys.some((key) => key.includes('*')) ? { because: KEYS } : {}),
  };
}

export function readsObjects(names: StageNames, ...keys: readonly string[]): Permission {
  return objects(names, ['s3:GetObject'], keys);
}

export function writesObjects(names: StageNames, ...keys: readonly string[]): Permission {
  return objects(names, ['s3:PutObject'], keys);
}

export function deletesObjects(names: StageNames, ...keys: readonly string[]): Permission {
  return objects(names, ['s3:DeleteObject'], keys);
}

/** An upload in parts that is given up is taken away. */
export function abortsUploads(names: StageNames, ...keys: readonly string[]): Permission {
  return objects(names, ['s3:AbortMultipartUpload'], keys);
}

/**
 * @param prefixes empty: any, which a reader needs too, because S3 tells a missing key from a forbidden one only to
 * those who may list
 */
export function listsBucket(names: StageNames, ...prefixes: readonly string[]): Permission {
  return {
    actions: ['s3:ListBucket'],
    resources: [names.bucketArn],
    ...(prefixes.length ? { conditions: { StringLike: { 's3:prefix': prefixes } } } : {}),
  };
}

/** S3 encrypts and decrypts with the stage's key on behalf of whoever reads and writes. */
export function usesKeyByS3(
  keyArn: string,
  ...actions: readonly ('Decrypt' | 'GenerateDataKey')[]
): Permission {
  return { actions: actions.map((action) => `kms:${action}`), resources: [keyArn] };
}

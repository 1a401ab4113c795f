import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { type BucketDefinition, bucketName } from '../../infra/buckets.ts';
import { isNamed } from './kept.ts';

/** Creates the buckets that do not exist. */
export async function applyBuckets(s3: S3Client, stage: string, buckets: readonly BucketDefinition[]): Promise<void> {
  await Promise.all(buckets.map(({ name }) => createBucket(s3, bucketName(stage, name))));
}

async function createBucket(s3: S3Client, Bucket: string): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket }));
  } catch (error) {
    if (!isNamed(error, 'BucketAlreadyOwnedByYou', 'BucketAlreadyExists')) throw error;
  }
}

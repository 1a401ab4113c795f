import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Asks S3 whether it knows a bucket, by one call; rejects when it does not answer as it should. */
export function createBucketProbe(client: () => Pick<S3Client, 'send'>) {
  return (bucket: string, abortSignal: AbortSignal): Promise<unknown> =>
    client().send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal });
}

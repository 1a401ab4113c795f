import { S3Client } from '@aws-sdk/client-s3';
import { bounded, retryStrategy } from './bounded.ts';

let client: S3Client | undefined;

/** The S3 client, made when it is first needed; the SDK's own variables give endpoint, region and credentials. */
export function s3(): S3Client {
  client ??= bounded(
    new S3Client({
      // The bucket is a part of the path, which AWS and every other S3 understand alike.
      forcePathStyle: true,
      retryStrategy,
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
    }),
  );
  return client;
}

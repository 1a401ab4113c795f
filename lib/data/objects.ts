import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Unavailable } from '../errors.ts';

/** Reads and writes texts as objects of S3 buckets; throws `Unavailable` while S3 does not answer. */
export interface Objects {
  /** Stores a text under a key that is free; answers false where the key is taken, whose object stays as it is. */
  add(bucket: string, key: string, text: string): Promise<boolean>;
  find(bucket: string, key: string): Promise<string | undefined>;
  /** Lists all keys with a prefix, in order, a thousand a call. */
  listKeys(bucket: string, prefix: string): Promise<string[]>;
}

export function createObjects(client: () => S3Client): Objects {
  return {
    async add(Bucket, Key, Body) {
      const command = new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json', IfNoneMatch: '*' });
      return client()
        .send(command)
        .then(() => true)
        .catch((error: unknown) => {
          if (isTaken(error)) return false;
          throw translate(error);
        });
    },

    async find(Bucket, Key) {
      try {
        const { Body } = await client().send(new GetObjectCommand({ Bucket, Key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw translate(error);
      }
    },

    listKeys: (bucket, prefix) => listKeys(client(), bucket, prefix),
  };
}

async function listKeys(client: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket, Prefix, ...(ContinuationToken && { ContinuationToken }) });
    const page = await client.send(command).catch((error: unknown) => {
      throw translate(error);
    });
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}

/** Whether an object is there already, or is being written by somebody else at this moment. */
function isTaken(error: unknown): boolean {
  return error instanceof S3ServiceException && [412, 409].includes(error.$metadata.httpStatusCode ?? 0);
}

/** Translates an error of S3: what S3 refuses is a mistake of ours, and anything else is temporary. */
function translate(error: unknown): unknown {
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 500) : 500;
  if (status < 500 && status !== 429) return error;
  const message = 'The files cannot be reached at the moment; try again shortly.';
  return new Unavailable('FILES_UNAVAILABLE', message, { retryAfter: 1, cause: error });
}

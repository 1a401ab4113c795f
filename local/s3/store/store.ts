import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { S3Refusal } from '../refusal.ts';
import { type Bucket, openBucket } from './bucket.ts';

/** The buckets, each in a folder of its own. */
export interface Store {
  find(name: string): Bucket | undefined;
  /** The bucket of a name; one that is not there is refused. */
  get(name: string): Bucket;
  /** The buckets in the order of their names. */
  list(): Bucket[];
  /** Makes a bucket; one that is there stays as it is, as in the region us-east-1. */
  create(name: string, created: Date): Bucket;
  /** Deletes a bucket; one that holds anything is refused. */
  remove(name: string): void;
}

/** Opens what is kept in a folder. */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const placeOf = (name: string) => path.join(folder, name);
  // A folder without a record is what was left of a bucket when a process ended.
  const names = readdirSync(folder).filter((name) => existsSync(path.join(placeOf(name), 'bucket.json')));
  const buckets = new Map(names.map((name) => [name, openBucket(placeOf(name))]));
  const get = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (!bucket) throw new S3Refusal('NoSuchBucket');
    return bucket;
  };
  return {
    find: (name) => buckets.get(name),
    get,
    list: () => [...buckets.keys()].sort().map(get),
    create(name, created) {
      const bucket =
        buckets.get(name) ?? openBucket(placeOf(requireName(name)), { name, created: created.toISOString() });
      buckets.set(name, bucket);
      return bucket;
    },
    remove(name) {
      if (get(name).keys.size > 0) throw new S3Refusal('BucketNotEmpty');
      get(name).close();
      // The record goes first: without it the rest is no bucket.
      rmSync(path.join(placeOf(name), 'bucket.json'));
      rmSync(placeOf(name), { recursive: true });
      buckets.delete(name);
    },
  };
}

/** Such a name is a folder's as well, with nothing in it that a path could mean otherwise. */
function requireName(name: string): string {
  const isWellFormed = /^[a-z\d](?!.*\.\.)[a-z\d.-]{1,61}[a-z\d]$/.test(name) && !/^\d+(\.\d+){3}$/.test(name);
  // What S3 keeps for itself: names of ASCII forms, and of access points.
  if (isWellFormed && !/^(xn--|sthree-)|-s3alias$|--ol-s3$/.test(name)) return name;
  throw new S3Refusal('InvalidBucketName');
}

import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { S3Refusal } from '../refusal.ts';
import { readRecord, readRecords, writeRecord } from './records.ts';
import { createSortedKeys, type SortedKeys } from './sorted-keys.ts';
import type { CorsRule, StoredBucket, StoredObject } from './stored.ts';
import { openUploads, type Uploads } from './uploads.ts';

/** A bucket: each object is a file with its content, and a record that names it. */
export interface Bucket {
  readonly name: string;
  readonly created: string;
  readonly keys: SortedKeys;
  readonly uploads: Uploads;
  cors(): readonly CorsRule[];
  setCors(rules: readonly CorsRule[]): void;
  find(key: string): StoredObject | undefined;
  /** A name for new content; content that no record names is gone with the next start. */
  newFile(): string;
  pathOf(file: string): string;
  /** Stores an object in one step with the look at the one before, which may throw: then its content goes. */
  put(object: StoredObject, require?: (existing: StoredObject | undefined) => void): void;
  remove(key: string): void;
  /** Ends it: what is still being written to it finds no bucket, be there a new one of its name. */
  close(): void;
}

/** Opens a bucket that is kept in a folder, or makes it there. */
export function openBucket(folder: string, fresh?: StoredBucket): Bucket {
  const [contents, records] = [path.join(folder, 'content'), path.join(folder, 'objects')];
  mkdirSync(contents, { recursive: true });
  if (fresh) writeRecord(path.join(folder, 'bucket.json'), fresh);
  let bucket = readRecord<StoredBucket>(path.join(folder, 'bucket.json'));
  let isClosed = false;
  const keys = createSortedKeys();
  const objects = new Map(readRecords<StoredObject>(records).map((object) => [object.key, object]));
  for (const key of objects.keys()) keys.add(key);
  const uploads = openUploads(path.join(folder, 'uploads'), contents);
  sweep(contents, new Set([...[...objects.values()].map(({ file }) => file), ...uploads.files()]));
  const recordOf = (key: string) => path.join(records, `${createHash('sha256').update(key).digest('hex')}.json`);
  const dropContent = (object: StoredObject | undefined) =>
    object && rmSync(path.join(contents, object.file), { force: true });

  return {
    name: bucket.name,
    created: bucket.created,
    keys,
    uploads,
    cors: () => bucket.cors ?? [],
    setCors(cors) {
      bucket = { ...bucket, cors };
      writeRecord(path.join(folder, 'bucket.json'), bucket);
    },
    find: (key) => objects.get(key),
    newFile: () => randomUUID(),
    pathOf: (file) => path.join(contents, file),
    put(object, require) {
      const existing = objects.get(object.key);
      try {
        if (isClosed) throw new S3Refusal('NoSuchBucket');
        require?.(existing);
      } catch (error) {
        dropContent(object);
        throw error;
      }
      writeRecord(recordOf(object.key), object);
      objects.set(object.key, object);
      keys.add(object.key);
      if (existing?.file !== object.file) dropContent(existing);
    },
    remove(key) {
      rmSync(recordOf(key), { force: true });
      dropContent(objects.get(key));
      objects.delete(key);
      keys.remove(key);
    },
    close() {
      isClosed = true;
    },
  };
}

/** Removes content that no record names: a process ended before it had written the record. */
function sweep(contents: string, named: ReadonlySet<string>): void {
  for (const file of readdirSync(contents)) if (!named.has(file)) rmSync(path.join(contents, file));
}

import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from './store/store.ts';

interface BucketRow {
  readonly name: string;
  readonly creation_date: string;
}

interface ObjectRow {
  readonly bucket: string;
  readonly key: string;
  readonly body: Uint8Array;
  readonly content_type: string;
  readonly etag: string;
  readonly last_modified: string;
  readonly metadata: string;
}

/**
 * Takes over what an earlier version kept in the database of fauxqs, which served S3 as well: buckets and objects, as they were
 * written. The folder is there when all of it is; the database stays as it is.
 */
export function takeOver(dataDir: string, folder: string): void {
  const file = path.join(dataDir, 'fauxqs.db');
  if (!existsSync(file)) return;
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const database = new DatabaseSync(file);
  const store = openStore(draft);
  for (const { name, creation_date } of rows<BucketRow>(database, 'SELECT name, creation_date FROM s3_buckets'))
    store.create(name, new Date(creation_date));
  for (const row of rows<ObjectRow>(database, 'SELECT * FROM s3_objects')) {
    const bucket = store.get(row.bucket);
    const object = objectOf(row, bucket.newFile());
    writeFileSync(bucket.pathOf(object.file), row.body);
    bucket.put(object);
  }
  database.close();
  renameSync(draft, folder);
}

function rows<Row>(database: DatabaseSync, query: string): Iterable<Row> {
  return database.prepare(query).iterate() as unknown as Iterable<Row>;
}

function objectOf({ key, body, content_type, etag, last_modified, metadata }: ObjectRow, file: string) {
  return {
    key,
    file,
    size: body.length,
    etag: etag.replace(/^"|"$/g, ''),
    lastModified: new Date(last_modified).toISOString(),
    headers: { 'content-type': content_type },
    metadata: JSON.parse(metadata) as Record<string, string>,
    tags: [],
  };
}

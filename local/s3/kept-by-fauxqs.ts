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
  readonly content_language: string | null;
  readonly content_disposition: string | null;
  readonly content_encoding: string | null;
  readonly cache_control: string | null;
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

function objectOf(row: ObjectRow, file: string) {
  const { key, body, etag, last_modified, metadata } = row;
  return {
    key,
    file,
    size: body.length,
    etag: etag.replace(/^"|"$/g, ''),
    lastModified: new Date(last_modified).toISOString(),
    headers: headersOf(row),
    metadata: JSON.parse(metadata) as Record<string, string>,
    tags: [],
  };
}

function headersOf(row: ObjectRow): Record<string, string> {
  const { content_language, content_disposition, content_encoding, cache_control } = row;
  return {
    'content-type': row.content_type,
    ...(content_language && { 'content-language': content_language }),
    ...(content_disposition && { 'content-disposition': content_disposition }),
    ...(content_encoding && { 'content-encoding': content_encoding }),
    ...(cache_control && { 'cache-control': cache_control }),
  };
}

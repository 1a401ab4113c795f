import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { S3Refusal } from '../refusal.ts';
import { readRecords, writeRecord } from './records.ts';
import type { StoredPart, StoredUpload } from './stored.ts';

/** The uploads of a bucket that are not complete. */
export interface Uploads {
  begin(upload: Omit<StoredUpload, 'id'>): StoredUpload;
  /** The upload of a key; one that is not there is refused. */
  get(id: string, key: string): StoredUpload;
  list(): StoredUpload[];
  /** The parts of an upload by their numbers. */
  partsOf(id: string): StoredPart[];
  putPart(id: string, part: StoredPart): void;
  /** Ends an upload; its parts go. */
  end(id: string): void;
  /** The names of the files with the content of all parts. */
  files(): string[];
}

interface Open {
  readonly upload: StoredUpload;
  readonly parts: Map<number, StoredPart>;
}

export function openUploads(folder: string, contents: string): Uploads {
  mkdirSync(folder, { recursive: true });
  const open = new Map<string, Open>();
  for (const id of readdirSync(folder)) {
    const parts = readRecords<StoredPart>(path.join(folder, id, 'parts')).map((part) => [part.number, part] as const);
    const upload = readRecords<StoredUpload>(path.join(folder, id))[0];
    if (upload) open.set(id, { upload, parts: new Map(parts) });
  }
  const drop = ({ file }: StoredPart) => rmSync(path.join(contents, file), { force: true });
  const partsOf = (id: string) =>
    [...(open.get(id)?.parts.values() ?? [])].sort((one, other) => one.number - other.number);

  return {
    begin(begun) {
      const upload = { id: randomBytes(32).toString('base64url'), ...begun };
      mkdirSync(path.join(folder, upload.id, 'parts'), { recursive: true });
      writeRecord(path.join(folder, upload.id, 'upload.json'), upload);
      open.set(upload.id, { upload, parts: new Map() });
      return upload;
    },
    get(id, key) {
      const upload = open.get(id)?.upload;
      if (upload?.key !== key) throw new S3Refusal('NoSuchUpload');
      return upload;
    },
    list: () => [...open.values()].map(({ upload }) => upload),
    partsOf,
    putPart(id, part) {
      const parts = open.get(id)?.parts;
      if (!parts) throw new S3Refusal('NoSuchUpload');
      const existing = parts.get(part.number);
      writeRecord(path.join(folder, id, 'parts', `${part.number}.json`), part);
      parts.set(part.number, part);
      if (existing) drop(existing);
    },
    end(id) {
      rmSync(path.join(folder, id), { recursive: true, force: true });
      for (const part of partsOf(id)) drop(part);
      open.delete(id);
    },
    files: () => [...open.values()].flatMap(({ parts }) => [...parts.values()].map(({ file }) => file)),
  };
}

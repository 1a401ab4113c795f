import { documentAnswer } from '../answer.ts';
import { S3Refusal } from '../refusal.ts';
import { bytesOf } from '../store/sorted-keys.ts';
import type { StoredPart, StoredUpload } from '../store/stored.ts';
import { mostOf, urlEncoded } from './list-objects.ts';
import type { Operation } from './operation.ts';

const owner = { ID: 'local' };

export const listParts: Operation = ({ bucket: name, key, query }, { store }) => {
  const { uploads } = store.get(name);
  const upload = uploads.get(query.get('uploadId') ?? '', key);
  const [after, most] = [Number(query.get('part-number-marker') ?? 0), mostOf(query.get('max-parts'))];
  const rest = uploads.partsOf(upload.id).filter(({ number }) => number > after);
  const page = rest.slice(0, most);
  return documentAnswer('ListPartsResult', {
    Bucket: name,
    Key: key,
    UploadId: upload.id,
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number,
    MaxParts: most,
    IsTruncated: rest.length > page.length,
    ChecksumAlgorithm: upload.algorithm?.toUpperCase(),
    ChecksumType: upload.checksumType,
    Part: page.map(partXml),
  });
};

function partXml({ number, etag, size, lastModified, checksum }: StoredPart) {
  const sum = checksum && { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value };
  return { PartNumber: number, LastModified: lastModified, ETag: `"${etag}"`, Size: size, ...sum };
}

/** Lists the uploads by their keys, and those of one key in the order of their beginning. */
export const listUploads: Operation = ({ bucket: name, query }, { store }) => {
  if (query.has('delimiter')) throw new S3Refusal('NotImplemented', 'Uploads are listed without a delimiter here');
  const [prefix, marker, most] = [
    query.get('prefix') ?? '',
    query.get('key-marker') ?? '',
    mostOf(query.get('max-uploads')),
  ];
  const write = query.get('encoding-type') === 'url' ? urlEncoded : (text: string) => text;
  const all = sorted(store.get(name).uploads.list()).filter(({ key }) => key.startsWith(prefix));
  const rest = behind(all, marker, query.get('upload-id-marker'));
  const page = rest.slice(0, most);
  const next = rest.length > page.length ? page.at(-1) : undefined;
  return documentAnswer('ListMultipartUploadsResult', {
    Bucket: name,
    Prefix: write(prefix),
    KeyMarker: write(marker),
    NextKeyMarker: next && write(next.key),
    NextUploadIdMarker: next?.id,
    MaxUploads: most,
    IsTruncated: next !== undefined,
    Upload: page.map((upload) => uploadXml(upload, write)),
  });
};

function sorted(uploads: readonly StoredUpload[]): StoredUpload[] {
  const placed = uploads.map((upload) => ({ upload, place: `${bytesOf(upload.key)}\0${upload.initiated}` }));
  return placed.sort((one, other) => (one.place < other.place ? -1 : 1)).map(({ upload }) => upload);
}

/** Behind a marker come the keys after it, and with an id the later uploads of the same key. */
function behind(uploads: readonly StoredUpload[], marker: string, idMarker: string | null): readonly StoredUpload[] {
  const at = uploads.findIndex(({ key, id }) => key === marker && id === idMarker);
  if (at >= 0) return uploads.slice(at + 1);
  return marker === '' ? uploads : uploads.filter(({ key }) => bytesOf(key) > bytesOf(marker));
}

function uploadXml({ key, id, initiated }: StoredUpload, write: (text: string) => string) {
  return {
    Key: write(key),
    UploadId: id,
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
    Initiated: initiated,
  };
}

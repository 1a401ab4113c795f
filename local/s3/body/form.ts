import type { S3Call } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import type { FormFields } from '../signature/post-policy.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';

/** A form up to its file: what follows the file is passed over, as S3 does. */
export interface Form {
  readonly fields: FormFields;
  readonly fileName: string;
  readonly file: AsyncIterable<Buffer>;
}

/** The most bytes of all fields before the file. */
const mostFieldBytes = 20 * 1024;

/** Reads the fields of a form; of its file nothing has been read then. */
export async function readForm({ headers, body }: S3Call): Promise<Form> {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1];
  if (!boundary) throw new S3Refusal('MalformedPOSTRequest');
  const reader = createByteReader(body);
  if ((await reader.line(mostFieldBytes)) !== `--${boundary}`) throw new S3Refusal('MalformedPOSTRequest');
  const mark = Buffer.from(`\r\n--${boundary}`);
  const fields: Record<string, string> = {};
  for (let left = mostFieldBytes; ; ) {
    const { name, fileName } = await readHead(reader);
    if (name === 'file') return { fields, fileName, file: reader.until(mark) };
    const value = await readValue(reader, mark, left);
    left -= value.length;
    fields[name] = value.toString();
    // The line goes on behind the mark: two hyphens end the form, which had no file then.
    if ((await reader.line(mostFieldBytes)) !== '')
      throw new S3Refusal('InvalidArgument', 'POST requires exactly one file upload per request.');
  }
}

/** Reads the headers of a field; the type that a browser says of the file is none that S3 takes. */
async function readHead(reader: ByteReader): Promise<{ readonly name: string; readonly fileName: string }> {
  let disposition = '';
  for (let line = await reader.line(mostFieldBytes); line !== ''; line = await reader.line(mostFieldBytes))
    if (/^content-disposition:/i.test(line)) disposition = line;
  const field = (name: string) => new RegExp(`[; ]${name}="([^"]*)"`, 'i').exec(disposition)?.[1] ?? '';
  const name = field('name').toLowerCase();
  if (!name) throw new S3Refusal('MalformedPOSTRequest');
  // Some browsers say the whole path, of which S3 takes the last part.
  return { name, fileName: field('filename').replace(/^.*[/\\]/, '') };
}

/** Reads a value, and no more of it than all fields may still have. */
async function readValue(reader: ByteReader, mark: Buffer, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of reader.until(mark)) {
    bytes += piece.length;
    if (bytes > most) throw new S3Refusal('MaxPostPreDataLengthExceeded');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

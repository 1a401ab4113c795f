import { S3Refusal } from './refusal.ts';
import type { StoredObject } from './store/stored.ts';

/** The bytes of an object that are asked for. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** Reads `bytes=6-9`; undefined asks for all, as several ranges do, which S3 does not give. */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end) throw new S3Refusal('InvalidRange');
  return { start, length: end - start };
}

/** The bytes of a part; an object that came in one piece has one part. */
export function readPartRange(number: string, { partSizes, size }: StoredObject): ByteRange {
  const [sizes, at] = [partSizes ?? [size], Number(number)];
  const length = sizes[at - 1];
  if (length === undefined) throw new S3Refusal('InvalidPartNumber');
  return { start: sizes.slice(0, at - 1).reduce((sum, each) => sum + each, 0), length };
}

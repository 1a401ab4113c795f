import { S3Refusal } from '../refusal.ts';

/** Reads a stream of bytes by lines, lengths and marks; a stream that ends within one of them is refused. */
export interface ByteReader {
  /** The line up to CRLF, without it; `most` is how many bytes it may have. */
  line(most: number): Promise<string>;
  /** So many bytes, in pieces. */
  take(count: number): AsyncGenerator<Buffer>;
  /** All bytes up to a mark, in pieces, without it. */
  until(mark: Buffer): AsyncGenerator<Buffer>;
}

const lineEnd = Buffer.from('\r\n');

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function more(): Promise<void> {
    const { done, value } = await iterator.next();
    if (done) throw new S3Refusal('IncompleteBody');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
  }

  function shift(count: number): Buffer {
    const first = held.subarray(0, count);
    held = held.subarray(count);
    return first;
  }

  return {
    async line(most) {
      while (!held.includes(lineEnd)) {
        if (held.length > most + lineEnd.length)
          throw new S3Refusal('InvalidRequest', 'A line of the body is too long');
        await more();
      }
      const line = shift(held.indexOf(lineEnd)).toString();
      shift(lineEnd.length);
      return line;
    },

    async *take(count) {
      for (let left = count; left > 0; ) {
        if (held.length === 0) await more();
        const piece = shift(Math.min(left, held.length));
        left -= piece.length;
        yield piece;
      }
    },

    async *until(mark) {
      while (!held.includes(mark)) {
        // What may be the beginning of the mark stays.
        if (held.length >= mark.length) yield shift(held.length - mark.length + 1);
        await more();
      }
      yield shift(held.indexOf(mark));
      shift(mark.length);
    },
  };
}

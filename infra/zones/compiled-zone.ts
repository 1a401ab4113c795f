/** When a zone's offset changes, in seconds since 1970, and seconds east of Greenwich from then on. */
interface Era {
  readonly from: number;
  readonly offset: number;
}

const headerBytes = 44;

/** Reads the eras that a compiled zone lists (TZif of version 2 or later, RFC 9636); the rule in its footer is not read. */
export function readCompiledZone(file: Buffer): Era[] {
  if (file.toString('latin1', 0, 4) !== 'TZif' || file.readUInt8(4) < 0x32) throw new Error('Not TZif of version 2');
  const first = counts(file, 0);
  // The first block has times of 32 bits, and is there for readers of version 1.
  const second = headerBytes + first.times * 5 + first.types * 6 + first.characters + first.leaps * 8 + first.marks;
  const { times } = counts(file, second);
  const start = second + headerBytes;
  const offsetOf = (type: number) => file.readInt32BE(start + times * 9 + type * 6);
  const eras = Array.from({ length: times }, (_, at) => ({
    from: Number(file.readBigInt64BE(start + at * 8)),
    offset: offsetOf(file.readUInt8(start + times * 8 + at)),
  }));
  return [{ from: Number.NEGATIVE_INFINITY, offset: offsetOf(0) }, ...eras];
}

function counts(file: Buffer, at: number) {
  const count = (nth: number) => file.readUInt32BE(at + 20 + nth * 4);
  return { marks: count(0) + count(1), leaps: count(2), times: count(3), types: count(4), characters: count(5) };
}

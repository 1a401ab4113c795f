import { describe, expect, it } from '@jest/globals';
import { readCompiledZone } from '../../../infra/zones/compiled-zone.ts';

/** A file of version 2, whose first block is empty but for one type. */
function compiled(times: readonly (readonly [bigint, number])[], offsets: readonly number[]): Buffer {
  const header = (count: number, types: number) => {
    const block = Buffer.alloc(44);
    block.write('TZif2');
    for (const [nth, each] of [0, 0, 0, count, types, 4].entries()) block.writeUInt32BE(each, 20 + nth * 4);
    return block;
  };
  const typed = (offset: number) => {
    const type = Buffer.alloc(6);
    type.writeInt32BE(offset);
    return type;
  };
  const instants = Buffer.alloc(times.length * 8);
  for (const [nth, [time]] of times.entries()) instants.writeBigInt64BE(time, nth * 8);
  const first = [header(0, 1), typed(0), Buffer.from('LMT\0')];
  const second = [instants, Buffer.from(times.map(([, type]) => type)), ...offsets.map(typed), Buffer.from('LMT\0')];
  return Buffer.concat([...first, header(times.length, offsets.length), ...second]);
}

describe('a compiled zone', () => {
  it('is read by its times of 64 bits', () => {
    expect(
      readCompiledZone(
        compiled(
          [
            [-3_000_000_000n, 1],
            [5n, 0],
          ],
          [3_600, 7_200],
        ),
      ),
    ).toEqual([
      { from: Number.NEGATIVE_INFINITY, offset: 3_600 },
      { from: -3_000_000_000, offset: 7_200 },
      { from: 5, offset: 3_600 },
    ]);
  });

  it('must be one', () => {
    expect(() => readCompiledZone(Buffer.from('# version 2026f'))).toThrow('Not TZif of version 2');
  });
});

/** A cyclic redundancy check of reflected bits that goes on from one piece to the next. */
export interface Crc {
  update(piece: Uint8Array): void;
  /** The check in bytes, the highest first. */
  digest(): Buffer;
}

const castagnoli = table32(0x82f63b78);
/** The polynomial of NVMe in two halves, the lower one first. */
const nvme = table64(0xac4b_c9b5, 0x9a6c_9329);

/** CRC-32C, by the polynomial of Castagnoli. */
export function createCrc32c(): Crc {
  let value = 0xffff_ffff;
  return {
    update(piece) {
      for (const byte of piece) value = (castagnoli[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
    },
    digest: () => bytesOf(~value),
  };
}

/** CRC-64/NVME, in two halves since numbers have 53 bits. */
export function createCrc64Nvme(): Crc {
  let [low, high] = [0xffff_ffff, 0xffff_ffff];
  return {
    update(piece) {
      for (const byte of piece) {
        const at = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (nvme.low[at] as number);
        high = (high >>> 8) ^ (nvme.high[at] as number);
      }
    },
    digest: () => Buffer.concat([bytesOf(~high), bytesOf(~low)]),
  };
}

function bytesOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}

function table32(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
}

function table64(lowPolynomial: number, highPolynomial: number) {
  const [lows, highs] = [new Int32Array(256), new Int32Array(256)];
  for (let byte = 0; byte < 256; byte += 1) {
    let [low, high] = [byte, 0];
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) [low, high] = [low ^ lowPolynomial, high ^ highPolynomial];
    }
    lows[byte] = low;
    highs[byte] = high;
  }
  return { low: lows, high: highs };
}

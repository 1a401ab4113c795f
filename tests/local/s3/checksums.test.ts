import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Algorithm, algorithms } from '../../../local/s3/body/checksums.ts';
import { requireRefused } from './cases/s3-case.ts';
import { type InProcessS3, startInProcess } from './in-process.ts';

describe('a checksum', () => {
  // The check values of the catalogue of CRCs, and of FIPS 180.
  it.each<[Algorithm, string]>([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ])('%s is the one that is published for 123456789, also in pieces', (algorithm, published) => {
    const sum = algorithms[algorithm]();

    for (const piece of ['1', '2345', '6789']) sum.update(Buffer.from(piece));

    expect(sum.digest().toString('hex')).toBe(published);
  });
});

describe('a checksum of the SDK', () => {
  let world: InProcessS3;

  beforeAll(async () => {
    world = await startInProcess();
  });

  afterAll(() => world.stop());

  it.each(['ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME', 'ChecksumSHA1', 'ChecksumSHA256'] as const)(
    '%s is refused when it is of another content',
    async (name) => {
      const algorithm = algorithms[name.slice('Checksum'.length).toLowerCase() as Algorithm]();
      algorithm.update(Buffer.from('other'));
      const sum = { [name]: algorithm.digest().toString('base64') };

      const call = world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'k', Body: 'text', ...sum }));

      await requireRefused(call, 400, 'BadDigest');
    },
  );

  it('is refused when it is none', async () => {
    const input = { Bucket: world.bucket, Key: 'k', Body: 'text', ChecksumCRC32: 'AA==' };

    await requireRefused(world.s3.send(new PutObjectCommand(input)), 400, 'InvalidRequest');
  });
});

import { describe, expect, it } from '@jest/globals';
import { createTokenCodec } from '../../../../../lib/domains/identity/tokens/token-codec.ts';
import { createTestSecrets } from '../../../../support/platform.ts';

const secrets = createTestSecrets();
const made = () => secrets.current('device-token');

describe('the codec of tokens', () => {
  it('refuses a format of which two texts could mean the same token', () => {
    expect(() => createTokenCodec({ purpose: 'device-token', bodyLength: 36 }, secrets)).toThrow(/multiple of three/);
  });

  it('refuses a body of another length than the format says', async () => {
    const codec = createTokenCodec({ purpose: 'device-token', bodyLength: 37 }, secrets);

    expect(() => codec.encode({ version: 1, key: Buffer.alloc(32) }, [Buffer.alloc(36)])).toThrow(/body/);
  });

  it('gives version and body back, and nothing of a token of another label', async () => {
    const body = Buffer.alloc(37, 7);
    const [plain, labelled] = ['', 'tag:'].map((label) =>
      createTokenCodec({ purpose: 'device-token', bodyLength: 37, label }, secrets),
    );

    const token = plain?.encode(await made(), [body]) ?? '';

    expect(await plain?.decode(token)).toEqual({ version: 1, body });
    expect(await labelled?.decode(token)).toBeUndefined();
  });
});

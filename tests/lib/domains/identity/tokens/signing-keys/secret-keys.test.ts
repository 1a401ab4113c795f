import { verify } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PrivateJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { createLiveKeyStore } from '../../../../../../lib/domains/identity/tokens/signing-keys/live-key-store.ts';
import { createLiveKeyring } from '../../../../../../lib/domains/identity/tokens/signing-keys/live-keyring.ts';
import {
  formatPrivateKeys,
  parsePrivateKeys,
} from '../../../../../../lib/domains/identity/tokens/signing-keys/private-keys.ts';
import { createSecretKeyring } from '../../../../../../lib/domains/identity/tokens/signing-keys/secret-keyring.ts';
import { newPrivateJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/signing-key.ts';

const data = Buffer.from('header.payload');

let jwk: PrivateJwk;
let other: PrivateJwk;

beforeAll(async () => {
  [jwk, other] = (await Promise.all([newPrivateJwk(), newPrivateJwk()])) as [PrivateJwk, PrivateJwk];
});
afterEach(() => {
  delete process.env.POLYCLINIC_SIGNING_KEY;
});

describe('a keyring of private keys', () => {
  it('reads them once for however many ask, and again for one that is not among them', async () => {
    let held = [jwk];
    let reads = 0;
    const keyring = createSecretKeyring(async () => {
      reads += 1;
      return formatPrivateKeys(held);
    });

    await Promise.all([keyring.find(jwk.kid), keyring.find(jwk.kid)]);
    await keyring.find(jwk.kid);
    expect(reads).toBe(1);
    held = [jwk, other];

    expect((await keyring.find(other.kid))?.kid).toBe(other.kid);
    expect(await keyring.find('unknown')).toBeUndefined();
  });

  it('tries again after a read that failed', async () => {
    let broken = true;
    const keyring = createSecretKeyring(async () => {
      if (broken) throw new Error('not now');
      return formatPrivateKeys([jwk]);
    });
    await expect(keyring.find(jwk.kid)).rejects.toThrow('not now');
    broken = false;

    expect((await keyring.find(jwk.kid))?.kid).toBe(jwk.kid);
  });
});

describe('signing keys in a file', () => {
  let file: string;

  beforeEach(async () => {
    file = path.join(await mkdtemp(path.join(tmpdir(), 'polyclinic-signing-')), 'signing-key.json');
    process.env.POLYCLINIC_SIGNING_KEY = `file:${file}`;
  });
  afterEach(() => rm(path.dirname(file), { recursive: true }));

  it('are made where there were none, for their owner alone, and sign', async () => {
    const made = await createLiveKeyStore().make();

    const signature = await (await createLiveKeyring().find(made.kid))?.sign(data);

    expect(verify('sha256', data, { key: made, format: 'jwk' }, signature as Buffer)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('may begin with the one key of an earlier release, which goes on to sign beside the new one', async () => {
    await writeFile(file, JSON.stringify(jwk), { mode: 0o600 });

    const made = await createLiveKeyStore().make();

    const keyring = createLiveKeyring();
    expect((await keyring.find(jwk.kid))?.kid).toBe(jwk.kid);
    expect((await keyring.find(made.kid))?.kid).toBe(made.kid);
  });

  it('lose all but those that are kept', async () => {
    await writeFile(file, formatPrivateKeys([jwk, other]), { mode: 0o600 });

    await createLiveKeyStore().keepOnly([other.kid, 'unknown']);

    expect(parsePrivateKeys(await readFile(file, 'utf8'))).toEqual([other]);
  });

  it('stay private when a file of a run that died lies beside', async () => {
    await writeFile(`${file}.new`, 'half', { mode: 0o644 });

    await createLiveKeyStore().make();

    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are refused when others may read them', async () => {
    await writeFile(file, formatPrivateKeys([jwk]));
    await chmod(file, 0o644);

    await expect(createLiveKeyring().find(jwk.kid)).rejects.toThrow(/chmod 600/);
    await expect(createLiveKeyStore().make()).rejects.toThrow(/chmod 600/);
  });
});

describe('signing keys in SSM', () => {
  const requests: { target: unknown; body: Record<string, unknown> }[] = [];
  let ssm: Server;
  let value: string | undefined;

  beforeAll(async () => {
    ssm = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        const body = JSON.parse(text);
        requests.push({ target: request.headers['x-amz-target'], body });
        if (body.Value) value = body.Value;
        const answer = value === undefined ? { __type: 'ParameterNotFound' } : { Parameter: { Value: value } };
        response.writeHead(value === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => ssm.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(ssm.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  beforeEach(() => {
    process.env.POLYCLINIC_SIGNING_KEY = 'ssm:/polyclinic/test/signing-key';
    requests.length = 0;
    value = undefined;
  });
  afterAll(() => {
    ssm.closeAllConnections();
    ssm.close();
  });

  it('are made where there was no parameter, as a SecureString, and sign', async () => {
    const made = await createLiveKeyStore().make();

    const signature = await (await createLiveKeyring().find(made.kid))?.sign(data);

    expect(verify('sha256', data, { key: made, format: 'jwk' }, signature as Buffer)).toBe(true);
    expect(requests[1]).toMatchObject({
      target: 'AmazonSSM.PutParameter',
      body: { Name: '/polyclinic/test/signing-key', Type: 'SecureString', Overwrite: true },
    });
  });

  it('stand beside the earlier ones', async () => {
    value = formatPrivateKeys([jwk]);

    const made = await createLiveKeyStore().make();

    expect(parsePrivateKeys(value).map(({ kid }) => kid)).toEqual([jwk.kid, made.kid]);
  });
});

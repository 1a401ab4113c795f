import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError } from '../../../lib/config.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { createSecrets, loadMasterSecret, newMasterSecret, secrets } from '../../../lib/secrets/secrets.ts';

const first = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');
const second = Buffer.alloc(32, 2).toString('base64');
const json = (value: unknown) => async () => JSON.stringify(value);

describe('createSecrets', () => {
  it('derives a key for each purpose by HKDF, as another implementation does', async () => {
    const { current } = createSecrets(json({ current: 1, secrets: { 1: first } }));

    const keys = await Promise.all([current('refresh-token'), current('one-time-token'), current('cursor')]);

    expect(keys.map(({ key }) => key.toString('hex'))).toEqual([
      'cb6e4871d73ffe6afa958a70ac475176d68d3499aaefcefeee1835d06a49accb',
      'e1e986d9009b1deb57f9b06178af8ec64c659b041b14a2e0ffa2bd88ec61a0ba',
      '122b4afe50215474fb023362c126b47f9b1349f43440bbf018d328ad874fff3e',
    ]);
  });

  it('makes new keys from the current version and still gives those of an earlier one', async () => {
    const before = createSecrets(json({ current: 1, secrets: { 1: first } }));
    const rotated = createSecrets(json({ current: 2, secrets: { 1: first, 2: second } }));

    const { version, key } = await rotated.current('cursor');

    expect(version).toBe(2);
    expect(await rotated.at('cursor', 2)).toEqual(key);
    expect(await rotated.at('cursor', 1)).toEqual((await before.current('cursor')).key);
    expect(key).not.toEqual((await before.current('cursor')).key);
  });

  it.each([0, 2, 255, 256, -1, 1.5, Number.NaN])(
    'gives no key for a version that is not there (%p)',
    async (version) => {
      const { at } = createSecrets(json({ current: 1, secrets: { 1: first } }));

      expect(await at('cursor', version)).toBeUndefined();
    },
  );

  it('reads the master secret once, also when it is first needed in several places at once', async () => {
    let reads = 0;
    const { current, at } = createSecrets(async () => {
      reads += 1;
      return newMasterSecret();
    });
    expect(reads).toBe(0);

    await Promise.all([current('cursor'), current('refresh-token'), at('cursor', 1), at('cursor', 1)]);
    await current('one-time-token');

    expect(reads).toBe(1);
  });

  it('tries again after a read that failed', async () => {
    let broken = true;
    const { current } = createSecrets(async () => {
      if (broken) throw new Error('not now');
      return newMasterSecret();
    });

    await expect(current('cursor')).rejects.toThrow('not now');
    broken = false;

    expect((await current('cursor')).version).toBe(1);
  });

  it.each([
    ['is not JSON', `{"current":1,"secrets":{"1":"${first}"`],
    ['names a current version that it does not hold', JSON.stringify({ current: 2, secrets: { 1: first } })],
    ['has fewer than 32 bytes', JSON.stringify({ current: 1, secrets: { 1: first.slice(0, 40) } })],
    ['has an earlier version that is too short', JSON.stringify({ current: 1, secrets: { 1: first, 2: 'AAAA' } })],
    ['is not base64', JSON.stringify({ current: 1, secrets: { 1: first.replace('A', '!') } })],
    ['has a version that fits in no byte', JSON.stringify({ current: 256, secrets: { 256: first } })],
    ['has a version that is no number', JSON.stringify({ current: 1, secrets: { 1: first, one: first } })],
    ['holds more than is known', JSON.stringify({ current: 1, secrets: { 1: first }, previous: 0 })],
  ])('refuses a master secret that %s, without quoting it', async (_, text) => {
    const { current } = createSecrets(async () => text);

    const error = await current('cursor').catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).cause).toBeUndefined();
    expect(String(error)).not.toContain(first.slice(0, 6));
  });

  it('takes what newMasterSecret makes, and that is another one each time', async () => {
    const keys = await Promise.all([1, 2].map(() => createSecrets(async () => newMasterSecret()).current('cursor')));

    expect(keys[0]?.key).toHaveLength(32);
    expect(keys[0]?.key).not.toEqual(keys[1]?.key);
  });
});

describe('the master secret in a file', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-secrets-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(() => {
    delete process.env.POLYCLINIC_MASTER_SECRET;
  });

  it('is read from where POLYCLINIC_MASTER_SECRET says, when a key is first needed', async () => {
    const file = path.join(folder, 'master:secret.json');
    await writeFile(file, JSON.stringify({ current: 1, secrets: { 1: first } }), { mode: 0o600 });
    process.env.POLYCLINIC_MASTER_SECRET = `file:${file}`;

    const { key } = await createSecrets(loadMasterSecret).current('cursor');

    expect(key.toString('hex')).toMatch(/^122b4afe/);
  });

  it.each([0o640, 0o604, 0o620, 0o601])('is refused when others have rights on it (%p)', async (mode) => {
    const file = path.join(folder, `open-${mode}.json`);
    await writeFile(file, newMasterSecret());
    await chmod(file, mode);
    process.env.POLYCLINIC_MASTER_SECRET = `file:${file}`;

    await expect(createSecrets(loadMasterSecret).current('cursor')).rejects.toThrow(/chmod 600/);
  });

  it('is missed by name when the variable is not set', async () => {
    await expect(secrets.current('cursor')).rejects.toThrow('POLYCLINIC_MASTER_SECRET is missing');
  });
});

describe('the master secret in SSM', () => {
  const requests: { target: unknown; body: unknown }[] = [];
  const answers: { status: number; body: object }[] = [];
  let ssm: Server;

  beforeAll(async () => {
    ssm = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        requests.push({ target: request.headers['x-amz-target'], body: JSON.parse(body) });
        const { status, body: answer } = answers.shift() ?? { status: 500, body: {} };
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => ssm.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(ssm.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      POLYCLINIC_MASTER_SECRET: 'ssm:/polyclinic/test/master-secret',
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    requests.length = 0;
    answers.length = 0;
  });
  afterAll(() => {
    ssm.closeAllConnections();
    ssm.close();
  });

  it('is read decrypted from the parameter that is named', async () => {
    answers.push({ status: 200, body: { Parameter: { Value: await json({ current: 1, secrets: { 1: first } })() } } });

    const { key } = await createSecrets(loadMasterSecret).current('cursor');

    expect(key.toString('hex')).toMatch(/^122b4afe/);
    expect(requests).toEqual([
      { target: 'AmazonSSM.GetParameter', body: { Name: '/polyclinic/test/master-secret', WithDecryption: true } },
    ]);
  });

  it('is a mistake of configuration when the parameter does not exist', async () => {
    answers.push({ status: 400, body: { __type: 'ParameterNotFound' } });

    const error = await createSecrets(loadMasterSecret)
      .current('cursor')
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain('/polyclinic/test/master-secret');
  });

  it('is unavailable while SSM fails, after as many tries as a request has', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const reading = createSecrets(loadMasterSecret).current('cursor');

    await expect(reading).rejects.toBeInstanceOf(Unavailable);
    expect(requests).toHaveLength(8);
  });
});

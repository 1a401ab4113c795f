import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createObjects } from '../../../../../lib/data/objects.ts';
import { createSealStore, type SealStore } from '../../../../../lib/domains/operations/audit/seal-store.ts';
import { Unavailable } from '../../../../../lib/errors.ts';
import { createClients } from '../../../../../local/clients.ts';
import { applyBuckets } from '../../../../../local/definitions/buckets.ts';
import type { Emulator } from '../../../../../local/emulator.ts';
import { startSqsS3 } from '../../../../../local/sqs-s3.ts';
import { createMemorySeals } from '../../../../support/memory-seals.ts';

let emulator: Emulator;
let s3: S3Client;
let stages = 0;

beforeAll(async () => {
  emulator = await startSqsS3({ port: 0 });
  ({ s3 } = createClients({ dynamodb: emulator.endpoint, sqs: emulator.endpoint, s3: emulator.endpoint }));
});

afterAll(async () => {
  s3.destroy();
  await emulator.stop();
});

/** A bucket of its own for each test. */
async function createRealStore(): Promise<SealStore> {
  const stage = `test${stages++}`;
  await applyBuckets(s3, stage, [{ name: 'seals' }]);
  return createSealStore({ objects: createObjects(() => s3), bucket: () => `polyclinic-${stage}-seals` });
}

describe.each([
  ['in memory', async (): Promise<SealStore> => createMemorySeals()],
  ['in S3', createRealStore],
])('the store of seals %s', (_, create) => {
  let store: SealStore;

  beforeEach(async () => {
    store = await create();
  });

  it('is empty at first', async () => {
    expect([await store.list(), await store.find('2026-03-08')]).toEqual([[], undefined]);
  });

  it('gives back what it was given, and lists the days in order', async () => {
    const text = JSON.stringify({ day: '2026-03-08', name: 'Zoë 語' });

    const added = [await store.add('2026-03-08', text), await store.add('2026-02-28', '{}')];

    expect(added).toEqual([true, true]);
    expect(await store.find('2026-03-08')).toBe(text);
    expect(await store.list()).toEqual(['2026-02-28', '2026-03-08']);
  });

  it('is none the worse for the same seal again', async () => {
    await store.add('2026-03-08', '{}');

    await store.add('2026-03-08', '{}');

    expect([await store.list(), await store.find('2026-03-08')]).toEqual([['2026-03-08'], '{}']);
  });
});

describe('the store of seals in S3', () => {
  let server: Server;
  let store: SealStore;
  let answer: { readonly status: number; readonly code: string } | { readonly pages: string[] };
  let requests: { readonly line: string; readonly ifNoneMatch: unknown }[];

  // Which of its answers S3 gives to a conditional write depends on who else is at it, so that they come from here.
  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      requests.push({ line: `${request.method} ${request.url}`, ifNoneMatch: request.headers['if-none-match'] });
      request.resume();
      response.writeHead('pages' in answer ? 200 : answer.status, { 'content-type': 'application/xml' });
      response.end('pages' in answer ? answer.pages.shift() : `<Error><Code>${answer.code}</Code></Error>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 1 });
    store = createSealStore({ objects: createObjects(() => client), bucket: () => 'seals' });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    [412, 'PreconditionFailed'],
    [409, 'ConditionalRequestConflict'],
  ])('adds on condition that there is nothing, and takes %p for another that was first', async (status, code) => {
    answer = { status, code };

    const added = await store.add('2026-03-08', '{}');

    expect(added).toBe(false);
    expect(requests).toEqual([
      { line: expect.stringMatching(/^PUT \/seals\/audit\/2026-03-08\.json/), ifNoneMatch: '*' },
    ]);
  });

  it.each<[string, (seals: SealStore) => Promise<unknown>]>([
    ['add', (seals) => seals.add('2026-03-08', '{}')],
    ['find', (seals) => seals.find('2026-03-08')],
    ['list', (seals) => seals.list()],
  ])('says that it is not available when S3 fails at %s, and lets a refusal through', async (_, call) => {
    answer = { status: 503, code: 'SlowDown' };
    await expect(call(store)).rejects.toThrow(Unavailable);

    answer = { status: 403, code: 'AccessDenied' };
    await expect(call(store)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('lists to the end, a page after the other, and passes over what is no seal', async () => {
    const page = (keys: string, next = '') => `<ListBucketResult>${keys}${next}</ListBucketResult>`;
    const key = (name: string) => `<Contents><Key>audit/${name}</Key></Contents>`;
    const next = '<IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>';
    answer = { pages: [page(key('2026-03-07.json') + key('notes.txt'), next), page(key('2026-03-08.json'))] };

    const days = await store.list();

    expect(days).toEqual(['2026-03-07', '2026-03-08']);
    expect(requests.map(({ line }) => /continuation-token=\w+/.exec(line)?.[0])).toEqual([
      undefined,
      'continuation-token=more',
    ]);
  });
});

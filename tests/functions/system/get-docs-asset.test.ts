import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/get-docs-asset.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestAssets } from '../../support/assets.ts';
import { send } from '../../support/http.ts';

const handler = createHandler(createTestAssets({ 'docs.js': 'start()' }));

describe('GET /docs/{asset}', () => {
  it.each([
    ['identity', undefined],
    ['gzip', 'gzip'],
  ])('answers with the asset, packed for who takes it: %s', async (accepted, coding) => {
    const answer = await send(handler, { params: { asset: 'docs.js' }, headers: { 'accept-encoding': accepted } });

    expect(answer).toMatchObject({ status: 200, text: 'start()' });
    expect(answer.headers['content-encoding']).toBe(coding);
  });

  it.each([
    ['identity', '"v-docs.js"'],
    ['gzip', '"v-docs.js-gzip"'],
    ['br', '"v-docs.js"'],
  ])('answers 304 to who takes %s and holds that', async (accepted, etag) => {
    const get = (headers: Record<string, string>) =>
      send(handler, { params: { asset: 'docs.js' }, headers: { 'accept-encoding': accepted, ...headers } });
    const first = await get({});

    const again = await get({ 'if-none-match': etag });

    expect([first.headers.etag, first.headers.vary]).toEqual([etag, 'accept-encoding']);
    expect(again).toMatchObject({ status: 304, headers: { etag, vary: 'accept-encoding' } });
  });

  it('answers 404 to a name that is none of its own', async () => {
    const answer = await send(handler, { params: { asset: 'secrets.json' } });

    expect(answer).toMatchObject({ status: 404, json: { code: 'ASSET_NOT_FOUND' } });
  });
});

describeAccess(trigger, () => handler, publicly(200, { params: { asset: 'docs.js' } }));

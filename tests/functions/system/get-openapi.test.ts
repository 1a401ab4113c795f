import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/get-openapi.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestAssets } from '../../support/assets.ts';
import { send } from '../../support/http.ts';

const document = JSON.stringify({ openapi: '3.1.0' });

describe('GET /openapi.json', () => {
  it('answers with the document as it was made at build', async () => {
    const answer = await send(createHandler(createTestAssets({ 'openapi.json': document })));

    expect(answer).toMatchObject({ status: 200, text: document });
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=300', etag: '"v-openapi.json"' });
  });

  it('answers 304 to who has it already', async () => {
    const handler = createHandler(createTestAssets({ 'openapi.json': document }));

    const answer = await send(handler, { headers: { 'if-none-match': '"v-openapi.json"' } });

    expect(answer).toMatchObject({ status: 304, text: '' });
  });
});

describeAccess(trigger, () => createHandler(createTestAssets({ 'openapi.json': document })), publicly(200));

import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/get-asyncapi.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestAssets } from '../../support/assets.ts';
import { send } from '../../support/http.ts';

const document = JSON.stringify({ asyncapi: '3.0.0' });

describe('GET /asyncapi.json', () => {
  it('answers with the document as it was made at build', async () => {
    const answer = await send(createHandler(createTestAssets({ 'asyncapi.json': document })));

    expect(answer).toMatchObject({ status: 200, text: document });
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=300', etag: '"v-asyncapi.json"' });
  });

  it('answers 304 to who has it already', async () => {
    const handler = createHandler(createTestAssets({ 'asyncapi.json': document }));

    const answer = await send(handler, { headers: { 'if-none-match': '"v-asyncapi.json"' } });

    expect(answer).toMatchObject({ status: 304, text: '' });
  });
});

describeAccess(trigger, () => createHandler(createTestAssets({ 'asyncapi.json': document })), publicly(200));

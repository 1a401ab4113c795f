import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/system/get-docs.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { createTestAssets } from '../../support/assets.ts';
import { send } from '../../support/http.ts';

describe('GET /docs', () => {
  it('answers with the page, which may load what lies beside it and nothing from elsewhere', async () => {
    const answer = await send(createHandler(createTestAssets({ 'docs.html': '<p>Reference</p>' })), { path: '/docs' });

    expect(answer).toMatchObject({ status: 200, text: '<p>Reference</p>' });
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
  });
});

describeAccess(trigger, () => createHandler(createTestAssets({ 'docs.html': '' })), publicly(200));

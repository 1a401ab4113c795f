import { describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/get-openid-configuration.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';

describe('GET /.well-known/openid-configuration', () => {
  it('tells who issues the tokens and where their keys are', async () => {
    const answer = await send(createHandler(() => 'https://api.polyclinic.test'));

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      issuer: 'https://api.polyclinic.test',
      jwks_uri: 'https://api.polyclinic.test/.well-known/jwks.json',
    });
  });
});

describeAccess(trigger, () => createHandler(() => 'https://api.polyclinic.test'), publicly(200));

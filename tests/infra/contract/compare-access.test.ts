import { describe, expect, it } from '@jest/globals';
import { compareOpenApi } from '../../../infra/contract/compare-openapi.ts';
import { asJson, findingsAfter } from './findings-after.ts';
import { type SmallApi, smallApi } from './small-api.ts';

describe('who may call, and what is refused', () => {
  it('asks for the credentials of all routes where a route says nothing of its own', () => {
    const [released, changed] = [smallApi(), smallApi()];
    for (const { list } of [released, changed]) Object.assign(list, { security: undefined });
    Object.assign(released.document, { security: [{ apiKey: [] }, { accessToken: [] }] });
    Object.assign(changed.document, { security: [{ accessToken: [] }] });

    const found = compareOpenApi(asJson(released), asJson(changed));

    expect(found.map(({ place, what }) => `${place}: ${what}`)).toEqual(['GET /v1/users: apiKey no longer suffices']);
  });

  it.each<[string, object[], object[], string[]]>([
    ['one of two', [{ refreshCookie: [] }, { accessToken: [] }, {}], [{ refreshCookie: [] }, {}], ['accessToken']],
    ['each', [{ refreshCookie: [] }, { accessToken: [] }, {}], [], ['refreshCookie', 'accessToken']],
    [
      'none, in another order',
      [{ refreshCookie: [] }, { accessToken: [] }, {}],
      [{}, { accessToken: [] }, { refreshCookie: [] }],
      [],
    ],
    ['none, where one came to them', [{ refreshCookie: [] }, {}], [{ refreshCookie: [] }, { accessToken: [] }, {}], []],
  ])('tells that an open route no longer looks at %s of its credentials', (_, before, after, gone) => {
    const released = smallApi();
    Object.assign(released.register, { security: before });

    const found = findingsAfter(({ register }) => Object.assign(register, { security: after }), released);

    expect(found.map(({ kind, place, what }) => `${kind} ${place}: ${what}`)).toEqual(
      gone.map((credential) => `break POST /v1/users: ${credential} no longer counts`),
    );
  });

  it.each<[string, object, string[]]>([
    ['a route that is now for everybody', { security: [], 'x-permissions': undefined }, []],
    ['a route that is now for everybody, though it lists permissions', { security: [] }, []],
    ['a route that is now for all who are signed in', { 'x-permissions': undefined }, ['the answer 401 is gone']],
    ['a route that is as closed as before', {}, ['the answer 401 is gone', 'the answer 403 is gone']],
  ])('counts refusals that are gone by whether fewer are refused: %s', (_, opening, expected) => {
    const released = smallApi();
    Object.assign(released.list.responses, { 401: {}, 403: {} });

    const found = findingsAfter(({ list }) => Object.assign(list, opening), released);

    expect(found.map(({ what }) => what)).toEqual(expected);
  });

  it.each<[string, object, string[]]>([
    [
      'that is no longer set',
      { 'x-sets': { refresh: { path: '/v1/auth' } } },
      ['the cookie device is no longer set by the answer 200', 'the cookie old is no longer deleted by the answer 200'],
    ],
    [
      'that is for another path',
      { 'x-sets': { refresh: { path: '/v1' }, device: { path: '/v1/auth' } }, 'x-clears': { old: { path: '/v2' } } },
      [
        'the cookie refresh that the answer 200 sets is now for /v1 in place of /v1/auth',
        'the cookie old that the answer 200 deletes is now for /v2 in place of /',
      ],
    ],
    [
      'beside another',
      {
        'x-sets': { new: { path: '/' }, device: { path: '/v1/auth' }, refresh: { path: '/v1/auth' } },
        'x-clears': { old: { path: '/' } },
      },
      [],
    ],
  ])('tells of a cookie %s', (_, after, expected) => {
    const sets = { refresh: { path: '/v1/auth' }, device: { path: '/v1/auth' } };
    const answering = (cookies: object) => (api: SmallApi) =>
      Object.assign(api.list.responses[200], { headers: { 'Set-Cookie': { schema: { type: 'string' }, ...cookies } } });
    const released = smallApi();
    answering({ 'x-sets': sets, 'x-clears': { old: { path: '/' } } })(released);

    const found = findingsAfter(answering(after), released);

    expect(found.map(({ kind, place, what }) => `${kind} ${place}: ${what}`)).toEqual(
      expected.map((what) => `break GET /v1/users: ${what}`),
    );
  });

  it('takes a status for a part of its codes where all of them are new', () => {
    const with410 = (...codes: string[]) =>
      findingsAfter(({ register }) => {
        const examples = Object.fromEntries(codes.map((code) => [code, {}]));
        Object.assign(register.responses, { 410: { content: { 'application/problem+json': { examples } } } });
      }).map(({ kind, what }) => `${kind}: ${what}`);

    expect(with410('USER_GONE')).toEqual(['code: the answer 410 is new, with USER_GONE']);
    expect(with410('USER_GONE', 'DUPLICATE_EMAIL')).toEqual([
      'break: the answer 410 is new, with USER_GONE, DUPLICATE_EMAIL',
    ]);
    expect(with410()).toEqual(['break: the answer 410 is new']);
  });
});

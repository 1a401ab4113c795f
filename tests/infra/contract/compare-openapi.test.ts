import { describe, expect, it } from '@jest/globals';
import { compareOpenApi } from '../../../infra/contract/compare-openapi.ts';
import { plantedBreaks } from './planted-breaks.ts';
import { type SmallApi, smallApi } from './small-api.ts';

function findingsAfter(plant: (api: SmallApi) => void, released = smallApi()) {
  const api = smallApi();
  plant(api);
  return compareOpenApi(asJson(released), asJson(api));
}

function asJson({ document }: SmallApi): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}

function ends(sunset: string) {
  return { deprecated: true, 'x-sunset': sunset };
}

function rename({ schemas, list, register }: SmallApi) {
  const renamed = JSON.parse(JSON.stringify(schemas.User).replaceAll('/User"', '/Person"')) as Record<string, unknown>;
  schemas.Person = renamed;
  delete schemas.User;
  const answer = { type: 'object', properties: { data: { $ref: '#/components/schemas/Person' } }, required: ['data'] };
  schemas.UserAnswer = answer;
  const data = { items: { $ref: '#/components/schemas/Person' } };
  list.responses[200].content['application/json'].schema = { type: 'object', properties: { data } };
  return register;
}

describe('compareOpenApi', () => {
  it.each(plantedBreaks)('tells of %s', (_, plant, finding, kind = 'break') => {
    const found = findingsAfter(plant).map((each) => `${each.kind} ${each.place}: ${each.what}`);

    expect(found).toContain(`${kind} ${finding}`);
  });

  it.each<[string, (api: SmallApi) => void, string[]]>([
    ['nothing', () => undefined, []],
    [
      'a new route',
      ({ paths, list }) => Object.assign(paths, { '/v2/users': { get: list } }),
      ['GET /v2/users: the route is new'],
    ],
    [
      'a parameter that may be left out',
      ({ list }) => list.parameters.push({ name: 'q', in: 'query', required: false, schema: {} }),
      ['GET /v1/users: the query parameter q is new'],
    ],
    [
      'a field that may be left out',
      ({ newUser }) => Object.assign(newUser.properties, { phone: { type: 'string' } }),
      ['NewUser: the field phone is new'],
    ],
    [
      'a field of an answer, even one that is always there',
      ({ user }) => {
        Object.assign(user.properties, { phone: { type: 'string' } });
        user.required.push('phone');
      },
      ['User: the field phone is new'],
    ],
    [
      'a content type of an answer',
      ({ list }) => Object.assign(list.responses[200].content, { 'text/plain': {} }),
      ['GET /v1/users: the answer 200 comes as text/plain'],
    ],
    [
      'a content type of a body',
      ({ register }) => Object.assign(register.requestBody.content, { 'application/cbor': {} }),
      ['POST /v1/users: a body of application/cbor is taken'],
    ],
    ['a value more that is taken', ({ newUser }) => newUser.properties.kind.enum.push('team'), []],
    ['a value fewer that comes', ({ user }) => user.properties.status.enum.pop(), []],
    [
      'null that never comes any more',
      ({ user }) => Object.assign(user.properties, { clinic: { type: 'string' } }),
      [],
    ],
    ['looser bounds of what is sent', ({ limit }) => Object.assign(limit, { minimum: 0, maximum: 1000 }), []],
    ['tighter bounds of what comes', ({ user }) => Object.assign(user.properties.score, { minimum: 1 }), []],
    ['a wider type of what is sent', ({ limit }) => Object.assign(limit, { type: 'number' }), []],
    [
      'a pattern less of what is sent',
      ({ newUser }) => Object.assign(newUser.properties.email, { format: undefined }),
      [],
    ],
    ['a field that is no longer asked for', ({ newUser }) => newUser.required.pop(), []],
    ['a field that is now always there', ({ user }) => user.required.push('score'), []],
    ['an answer that says that it is closed', ({ user }) => Object.assign(user, { additionalProperties: false }), []],
    [
      'other words',
      ({ user }) => Object.assign(user.properties.id, { description: 'x', examples: ['a'], title: 'x' }),
      [],
    ],
    ['a route that anybody may call', ({ list }) => list.security.push({} as (typeof list.security)[0]), []],
    ['a permission less', ({ list }) => list['x-permissions'].pop(), []],
    [
      'other words for a way to sign in',
      ({ securitySchemes }) => Object.assign(securitySchemes.apiKey ?? {}, { description: 'x' }),
      [],
    ],
    [
      'a header spelled in another case',
      ({ register }) => Object.assign(register.parameters[0] ?? {}, { name: 'idempotency-key' }),
      [],
    ],
  ])('finds no break in %s', (_, plant, expected) => {
    const found = findingsAfter(plant);

    expect(found.map(({ place, what }) => `${place}: ${what}`)).toEqual(expected);
    expect(found.filter(({ kind }) => kind !== 'new')).toEqual([]);
  });

  it('tells of a model with another name as that alone, though it refers to itself', () => {
    const found = findingsAfter(rename);

    expect(found.map(({ place, what }) => `${place}: ${what}`)).toEqual(['User: the model has lost its name']);
  });

  it('tells of what has changed in it beside its name at the routes, as nobody knows it by the new one', () => {
    const found = findingsAfter((api) => {
      rename(api);
      Object.assign(api.schemas.Person?.properties as object, { id: { type: 'integer' } });
    });

    expect(found.map(({ place, what }) => `${place}: ${what}`)).toEqual(
      expect.arrayContaining([
        'GET /v1/users: the field data[].id of the answer 200 is now of type integer in place of string',
        'UserAnswer: the field data.id is now of type integer in place of string',
      ]),
    );
  });

  it('leaves it to a route that is gone to tell of the models that went with it', () => {
    const found = findingsAfter(({ paths, schemas }) => {
      delete paths['/v1/users']?.post;
      for (const name of ['NewUser', 'UserAnswer', 'RegisterUserProblem', 'RegisterUserProblemCode', 'Problem'])
        delete schemas[name];
    });

    expect(found.map(({ place, what }) => `${place}: ${what}`)).toEqual(['POST /v1/users: the route is gone']);
  });

  it('tells of a model once, with every route that it stands in', () => {
    const [found, ...others] = findingsAfter(({ user }) => user.properties.status.enum.push('deleted'));

    expect(found).toEqual({
      kind: 'break',
      place: 'User',
      what: 'the field status may now be "deleted"',
      whom: 'clients that know only "active", "locked"',
      of: ['GET /v1/users', 'POST /v1/users'],
    });
    expect(others).toEqual([]);
  });

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

  it.each<[string, boolean, string[]]>([
    ['finds no break in a deprecation that is taken back', false, []],
    [
      'tells of headers that are gone while the end is as near',
      true,
      ['deprecation', 'sunset', 'link'].map((name) => `the header ${name} of the answer 200 is gone`),
    ],
  ])('%s', (_, deprecated, expected) => {
    const released = smallApi();
    Object.assign(released.list, ends('2027-06-01'));
    Object.assign(released.list.responses[200], { headers: { Deprecation: {}, Sunset: {}, Link: {} } });

    const found = findingsAfter(({ list }) => deprecated && Object.assign(list, ends('2027-06-01')), released);

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

  it('finds no break in what was required before', () => {
    const released = smallApi();
    const require = ({ register }: SmallApi) => {
      Object.assign(register.requestBody, { required: true });
      Object.assign(register.parameters[0] ?? {}, { required: true });
    };
    require(released);

    expect(findingsAfter(require, released)).toEqual([]);
  });

  it('reads the codes of a schema where an answer has no examples', () => {
    const bare = smallApi();
    for (const status of [400, 409] as const)
      Object.assign(bare.register.responses[status].content['application/problem+json'], { examples: {} });

    const found = findingsAfter(({ register, registerProblemCode }) => {
      registerProblemCode.enum.push('UNDERAGE');
      Object.assign(register.responses[409].content['application/problem+json'], { examples: {} });
    }, bare);

    expect(found.map(({ what }) => what)).toContain('the code UNDERAGE is new with 409');
  });

  it('knows from which day a deprecated route, parameter or field may go', () => {
    const released = smallApi();
    Object.assign(released.list, { deprecated: true, 'x-sunset': '2027-06-01' });
    Object.assign(released.register.parameters[0]?.schema ?? {}, { deprecated: true, 'x-sunset': '2027-08-01' });
    Object.assign(released.user.properties.nickname, { deprecated: true, 'x-sunset': '2027-07-01' });

    const found = findingsAfter(({ paths, user, register }) => {
      delete paths['/v1/users']?.get;
      register.parameters.pop();
      delete (user.properties as Partial<typeof user.properties>).nickname;
    }, released);

    expect(found).toEqual([
      expect.objectContaining({ place: 'POST /v1/users', sunset: '2027-08-01' }),
      expect.objectContaining({ place: 'User', sunset: '2027-07-01' }),
      expect.objectContaining({ place: 'GET /v1/users', sunset: '2027-06-01' }),
    ]);
  });

  it.each<[string, string | undefined, object, string]>([
    ['sooner', '2027-06-01', ends('2027-05-31'), 'break: {part} is now 2027-05-31 in place of 2027-06-01'],
    ['announced', undefined, ends('2027-06-01'), 'notice: {part} is announced for 2027-06-01'],
    ['no day', '2027-06-01', ends('2027-06-31'), 'notice: {part} is "2027-06-31", which is no calendar date'],
    ['another form', undefined, ends('1 June 2099'), 'notice: {part} is "1 June 2099", which is no calendar date'],
    ['empty', undefined, ends(''), 'notice: {part} is "", which is no calendar date'],
    ['no text', undefined, { 'x-sunset': 1 }, 'notice: {part} is 1, which is no calendar date'],
    ['alone', undefined, { 'x-sunset': '2027-06-01' }, 'notice: {part} stands where nothing is deprecated'],
  ])('tells of an end of a route, parameter or field that is %s', (_, before, after, expected) => {
    const plant = (end: object) => (api: SmallApi) => {
      Object.assign(api.list, end);
      Object.assign(api.limit, end);
      Object.assign(api.user.properties.roles.items, end);
    };
    const released = smallApi();
    if (before) plant(ends(before))(released);

    const found = findingsAfter(plant(after), released);

    expect(found.map(({ kind, place, what }) => `${place} ${kind}: ${what}`)).toEqual([
      `GET /v1/users ${expected.replace('{part}', 'its sunset')}`,
      `GET /v1/users ${expected.replace('{part}', 'the sunset of limit')}`,
      `User ${expected.replace('{part}', 'the sunset of roles[]')}`,
    ]);
  });

  it('finds nothing in an end that is put off, or that another parameter has come before', () => {
    const released = smallApi();
    Object.assign(released.limit, ends('2027-06-01'));

    const found = findingsAfter(({ limit, list }) => {
      Object.assign(limit, ends('2027-07-01'));
      list.parameters.unshift({ name: 'q', in: 'query', required: false, schema: {} });
    }, released);

    expect(found.map(({ what }) => what)).toEqual(['the query parameter q is new']);
  });

  it('takes no text for a day from which a field may go', () => {
    const released = smallApi();
    Object.assign(released.user.properties.nickname, ends('01.01.2020'));
    Object.assign(released.user.properties.score, { 'x-sunset': '2020-01-01' });

    const found = findingsAfter(({ user }) => {
      Object.assign(user, { properties: { ...user.properties, nickname: undefined, score: undefined } });
    }, released);

    expect(found).toEqual([
      expect.objectContaining({ what: 'the field score is gone', sunset: undefined }),
      expect.objectContaining({ what: 'the field nickname is gone', sunset: undefined }),
    ]);
  });

  it('refuses a reference that leads nowhere', () => {
    expect(() => findingsAfter(({ schemas }) => delete schemas.UserAnswer)).toThrow('leads nowhere');
  });
});

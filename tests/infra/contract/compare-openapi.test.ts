import { describe, expect, it } from '@jest/globals';
import { findingsAfter } from './findings-after.ts';
import { plantedBreaks } from './planted-breaks.ts';
import { type SmallApi, smallApi } from './small-api.ts';

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

  it('tells once of a model that is another one, while its name lives on elsewhere', () => {
    const found = findingsAfter(({ schemas, user, list }) => {
      schemas.Person = { ...user };
      const data = { items: { $ref: '#/components/schemas/Person' } };
      list.responses[200].content['application/json'].schema = { type: 'object', properties: { data } };
    });

    expect(found).toEqual([
      {
        kind: 'break',
        place: 'User',
        what: 'it is now the model Person',
        whom: 'clients that name it in their types',
        of: ['GET /v1/users'],
      },
    ]);
  });

  it('tells of a body that became a model of its own by a first default', () => {
    const found = findingsAfter(({ schemas, newUser, register }) => {
      schemas.NewUserInput = { ...newUser, required: [] };
      const schema = { $ref: '#/components/schemas/NewUserInput' };
      register.requestBody.content['application/json'].schema = schema;
    });

    expect(found.map(({ place, what }) => `${place}: ${what}`)).toEqual(['NewUser: it is now the model NewUserInput']);
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

  it('finds no break in what was required before', () => {
    const released = smallApi();
    const require = ({ register }: SmallApi) => {
      Object.assign(register.requestBody, { required: true });
      Object.assign(register.parameters[0] ?? {}, { required: true });
    };
    require(released);

    expect(findingsAfter(require, released)).toEqual([]);
  });

  it('finds no break in a first default of a parameter that was required', () => {
    const released = smallApi();
    Object.assign(released.list.parameters[0] ?? {}, { required: true });

    expect(findingsAfter(({ limit }) => Object.assign(limit, { default: 20 }), released)).toEqual([]);
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

  it('refuses a reference that leads nowhere', () => {
    expect(() => findingsAfter(({ schemas }) => delete schemas.UserAnswer)).toThrow('leads nowhere');
  });
});

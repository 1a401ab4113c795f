import { describe, expect, it } from '@jest/globals';
import { leaveAnswers, letThrough } from '../../local/gateway.ts';
import type { HapiRequest, HapiServer } from '../../local/offline.ts';

const server = (handle: HapiServer['ext'] = () => {}) => {
  const routes = [{ settings: { response: { ranges: true } } }, { settings: { response: { ranges: true } } }];
  const settings: HapiServer['settings'] = { compression: {} };
  return { ext: handle, events: { on() {} }, settings, table: () => routes };
};

/** A request as hapi has it once both extensions have seen it. */
function passed(url: string, headers: Record<string, string | undefined> = {}, body = '', types: string[] = []) {
  const toolkit = { continue: Symbol('continue') };
  const rawHeaders = types.flatMap((type) => ['Content-Type', type]);
  const request = {
    headers: { ...headers },
    method: 'post',
    setMethod() {},
    raw: { req: { url, rawHeaders, headersDistinct: { ...(types.length > 0 && { 'content-type': types }) } } },
    state: null as HapiRequest['state'],
    payload: Buffer.from(body),
    response: {},
    url: new URL(url, 'http://localhost'),
    setUrl(changed: string) {
      request.url = new URL(changed, 'http://localhost');
    },
  };
  letThrough(server((_event, respond) => void respond(request, toolkit)));
  return request;
}

/** The headers of an answer once the gateway has seen it. */
function answered(response: HapiRequest['response']): HapiRequest['response']['headers'] {
  const request = {
    headers: {},
    method: 'get',
    setMethod() {},
    raw: { req: { url: '/', rawHeaders: [], headersDistinct: {} } },
    url: null,
    state: null,
    payload: null,
    setUrl() {},
  };
  leaveAnswers(server((_event, respond) => void respond({ ...request, response }, { continue: Symbol('continue') })));
  return response.headers;
}

describe('the local gateway', () => {
  it.each([
    ['/v1/things', '/v1/things'],
    ['/v1/%C3%A9%2F', '/v1/%C3%A9%2F'],
    ['/v1/%zz/%41', '/v1/%25zz/%2541'],
    ['/v1/%ff', '/v1/%25ff'],
    ['/%?a=%zz', '/%25'],
  ])('lets a path through that does not decode, as the text that it is: %s', (url, path) => {
    expect(passed(url).url.pathname).toBe(path);
  });

  it.each(['a=1+2&b=%20%2B', 'a=%zz', 'a=1&a=2&&', 'a=?b', ''])('hands the query over as it was sent: %s', (query) => {
    expect(passed(`/%zz?${query}#x`).url.searchParams.toString()).toBe(query);
  });

  it.each([
    [undefined, null],
    ['a=1; b=2;a=3', { a: ['1', '3'], b: ['2'] }],
    ['a={"b":[1,2]}; c="d e" ; e==f', { a: ['{"b":[1,2]}'], c: ['"d e"'], e: ['=f'] }],
    ['flag; =1; ;', {}],
  ])('hands cookies over as they were sent: %s', (cookie, state) => {
    expect(passed('/', { cookie }).state).toEqual(state);
  });

  it.each(['application/json', 'nonsense', 'multipart/form-data', undefined])(
    'has nobody judge or parse a body, for all are bytes: %s',
    (type) => {
      expect(passed('/', { 'content-type': type }).headers['content-type']).toBe('application/octet-stream');
    },
  );

  it.each<[string, string[], string]>([
    ['none', [], ' '],
    ['an empty one', [''], ' '],
    ['one', ['text/plain'], 'text/plain'],
    ['two, joined', ['application/json', 'text/plain'], 'application/json,text/plain'],
  ])('says of a body that type which the client sent: %s', (_, types, type) => {
    expect(passed('/', {}, '{}', types).raw.req.rawHeaders.slice(-2)).toEqual(['content-type', type]);
  });

  it('says nothing of the type of no body', () => {
    expect(passed('/').raw.req.rawHeaders).toEqual([]);
  });

  it.each([null, ''])('says nothing of the type of an answer without a body: %p', (source) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', etag: '"1"' };

    expect(answered({ source, headers })).toEqual({ etag: '"1"' });
  });

  it('says of an answer that type which the function gave it', () => {
    const headers = { 'content-type': 'application/json' };

    expect(answered({ source: '{}', headers })).toEqual(headers);
  });

  it('neither packs nor slices an answer', () => {
    const hapi = server();

    leaveAnswers(hapi);

    expect(hapi.settings.compression).toBe(false);
    expect(hapi.table().map(({ settings }) => settings.response.ranges)).toEqual([false, false]);
  });
});

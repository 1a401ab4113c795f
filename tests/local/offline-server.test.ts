import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { startOffline } from '../support/offline-server.ts';
import { seededRandom } from '../support/random.ts';
import { sizes } from '../support/sizes.ts';

const isRaw = false;
const routes = { get: 'GET /v1/things', post: 'POST /v1/things', one: 'GET /v1/things/{thingId}', rest: '$default' };
const lines: string[] = [];
const events: APIGatewayProxyEventV2[] = [];
const echo = async (name: string, event: APIGatewayProxyEventV2): Promise<unknown> => {
  events.push(event);
  return { statusCode: 200, headers: { 'x-function': name }, body: JSON.stringify(event.body ?? null) };
};
let run: (name: string, event: APIGatewayProxyEventV2) => Promise<unknown>;
let offline: Awaited<ReturnType<typeof startOffline>>;

beforeAll(async () => {
  const invoke = (name: string, event: unknown) => run(name, event as APIGatewayProxyEventV2);
  offline = await startOffline({ routes, invoke, report: (line) => lines.push(line), isRaw });
});

beforeEach(() => {
  run = echo;
  lines.length = 0;
  events.length = 0;
});

afterAll(() => offline.stop());

/** Sends what no client of ours would send, and answers all that comes back before the connection ends. */
async function sendBytes(request: string): Promise<string> {
  const socket = connect(Number(new URL(offline.url).port), '127.0.0.1');
  socket.write(Buffer.from(request, 'latin1'));
  return text(socket);
}

const get = (path: string, ...headers: string[]) =>
  sendBytes([`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n'));

const post = (body: string | Uint8Array<ArrayBuffer>, type?: string) =>
  fetch(`${offline.url}/v1/things`, {
    method: 'POST',
    body: typeof body === 'string' ? Buffer.from(body) : body,
    headers: { connection: 'close', ...(type !== undefined && { 'content-type': type }) },
  });

describe('a function behind the local gateway', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['throws', () => Promise.reject(new TypeError('secret'))],
    ['answers a body that is no text', async () => ({ statusCode: 200, body: { secret: 1 } })],
    ['answers a status that is none', async () => ({ statusCode: 'secret' })],
  ])('that %s is answered by 500, without a word of why', async (_, failing) => {
    run = failing;

    const answer = await post('{}', 'application/json');

    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(lines).toEqual([expect.stringMatching(/^post failed: /)]);
  });

  it.each([null, 0, false, [], 'text'])('may answer any JSON: %j', async (result) => {
    run = async () => result;

    const answer = await post('{}', 'application/json');

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await answer.text()).toBe(typeof result === 'string' ? result : JSON.stringify(result));
  });

  it.each(['null', '0', 'false', '""', '[]', '{', '\ufeff{}'])(
    'gets a body of JSON as it was sent: %s',
    async (body) => {
      const answer = await post(body, 'application/json');

      expect(answer.status).toBe(200);
      expect(events).toMatchObject([{ body, isBase64Encoded: false, headers: { 'content-type': 'application/json' } }]);
    },
  );

  it.each(['text/plain', 'text/csv; charset=utf-8', 'application/xml', 'APPLICATION/JSON', 'application/javascript'])(
    'gets %s as text',
    async (type) => {
      await post('é🩺', type);

      expect(events).toMatchObject([{ body: 'é🩺', isBase64Encoded: false }]);
    },
  );

  it.each([
    'application/octet-stream',
    'image/png',
    'application/pdf',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/problem+json',
    'application/jsonp',
    'texts/plain',
    undefined,
  ])('gets %s in base64', async (type) => {
    const bytes = new Uint8Array([0, 255, 0xc3, 0x28, 13, 10]);

    await post(bytes, type);

    expect(events).toMatchObject([{ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }]);
  });

  it('gets what calls itself JSON and is no UTF-8 byte by byte', async () => {
    await post(new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json');

    expect(events).toMatchObject([{ body: 'e/99', isBase64Encoded: true }]);
  });

  it('gets the values of a header that came twice in their order, joined by a comma', async () => {
    const twice = ['If-Match: "1"', 'if-match: "2"', 'Authorization: a', 'authorization: b', 'X-Any: 1', 'x-any: 2'];

    await get('/v1/things', ...twice, 'Idempotency-Key: k', 'IDEMPOTENCY-KEY: l');

    expect(events[0]?.headers).toMatchObject({
      'if-match': '"1","2"',
      authorization: 'a,b',
      'x-any': '1,2',
      'idempotency-key': 'k,l',
    });
  });

  it.each([
    ['a={"b":1}', ['a={"b":1}']],
    ['a="x, y"; b=é ü;; c=%zz', ['a="x, y"', 'b=é ü', 'c=%zz']],
    [`a=${'x'.repeat(8_000)}`, [`a=${'x'.repeat(8_000)}`]],
  ])('gets the cookies of other applications (case %#)', async (cookie, cookies) => {
    expect(await get('/v1/things', `Cookie: ${cookie}`)).toMatch(/^HTTP\/1.1 200/);
    expect(events).toMatchObject([{ cookies }]);
  });

  it.each([
    ['/v1/things', 'get'],
    ['/v1/things/', 'rest'],
    ['/v1/things/1', 'one'],
    ['/v1/things/1/', 'rest'],
    ['/v1/things?a=/', 'get'],
    ['/V1/things', 'rest'],
    ['/', 'rest'],
  ])('is chosen by the whole path: %s', async (path, name) => {
    expect(await get(path)).toContain(`x-function: ${name}\r\n`);
    expect(events[0]?.rawPath).toBe(path.split('?')[0]);
  });

  it('is not reached by HEAD where its route is GET', async () => {
    const answer = await fetch(`${offline.url}/v1/things`, { method: 'HEAD', headers: { connection: 'close' } });

    expect([answer.headers.get('x-function'), await answer.text()]).toEqual(['rest', '']);
    expect(events[0]?.requestContext.http.method).toBe('HEAD');
  });
});

const rounds = sizes.fuzzedRequests;
// The same ones in every run, so that none fails by chance; others by the variable.
const seed = Number(process.env.POLYCLINIC_TEST_SEED ?? 20_260_308);
const random = seededRandom(seed);
const pick = (choices: readonly string[]) => choices[Math.floor(random() * choices.length)] ?? '';

/** Requests that are nearly right, each by a connection of its own. */
function fuzzedRequest(): string {
  const body = pick(['null', '0', 'false', '""', '-0', '[]', '{"a":1}', '{', '\u00ff', '']);
  const path = pick(['/v1/things', '/v1/things/', '/v1/things/%zz', '/', '/%2f', '/v1/things/%00', '/é', '/%']);
  const headers = [
    pick([
      '',
      'Content-Type: application/json',
      'Content-Type: application/json;',
      'Content-Type: image/png',
      'Content-Type:',
    ]),
    pick(['', 'Cookie: a={"b":1}', 'Cookie: ;;=;', 'Cookie: __proto__=1']),
    pick([
      '',
      'Authorization: Bearer a.b.c',
      'Authorization: Bearer',
      '__proto__: x',
      'sls-offline-authorizer-override: {',
    ]),
    pick(['', 'Origin: null', 'Accept-Encoding: gzip;q=x', 'Range: bytes=0-']),
  ];
  const query = pick(['', '?', '?a=1&a=2', '?%zz', '?__proto__=1', '?a=%00&&=']);
  return [
    `${pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])} ${path}${query} HTTP/1.1`,
    ...['Host: localhost', 'Connection: close', `Content-Length: ${body.length}`],
    ...headers.filter((header) => header !== ''),
    ...['', body],
  ].join('\r\n');
}

describe('the local gateway', () => {
  it(`answers none of ${rounds} odd requests by a stack, and knows whose fault is whose (seed ${seed})`, async () => {
    run = async (_name, { body }) => {
      if (body === 'null') throw new TypeError('secret');
      return { statusCode: 204 };
    };
    const statuses = new Set<string>();

    for (let round = 0; round < rounds; round += 1) {
      const request = fuzzedRequest();
      const answer = await sendBytes(request);
      const [, status = 'none'] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
      statuses.add(status);
      const isStray = /secret|stackTrace|offlineInfo|node_modules/.test(answer) || !/^(200|204|400|500)$/.test(status);
      if (isStray) throw new Error(`round ${round}: ${JSON.stringify(request)} → ${answer}`);
    }

    // Each failure is the function's own.
    expect(lines.filter((line) => !/^\w+ failed: TypeError: secret/.test(line))).toEqual([]);
    expect(statuses).toContain('204');
  });
});

describe('a fault of one connection', () => {
  it('before its function is answered as one of the function, and the log says why', async () => {
    const other = await startOffline({ routes, invoke: echo as never, report: (line) => lines.push(line), isRaw });
    other.server.ext('onPreHandler', () => {
      throw new Error('secret');
    });

    const answer = await fetch(`${other.url}/v1/things`, { headers: { connection: 'close' } });
    const body = await answer.text();
    await other.stop();

    expect([answer.status, body]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(lines).toEqual([expect.stringContaining('secret')]);
  });

  it.each(['onRequest', 'onPreHandler', 'onPreResponse'] as const)(
    'in our hook %s is a 500 of its own, and the next request is answered',
    async (hook) => {
      const other = await startOffline({ routes, invoke: echo as never, report: (line) => lines.push(line), isRaw });
      let isFaulty = true;
      other.server.ext(hook, (_request, { continue: goOn }) => {
        if (isFaulty) throw new Error('secret');
        return goOn;
      });

      const first = await fetch(`${other.url}/v1/things`, { headers: { connection: 'close' } });
      isFaulty = false;
      const second = await fetch(`${other.url}/v1/things`, { headers: { connection: 'close' } });
      await other.stop();

      expect([first.status, /secret/.test(await first.text()), second.status]).toEqual([500, false, 200]);
    },
  );

  it('that breaks off in the middle of a body leaves the next one alone', async () => {
    const socket = connect(Number(new URL(offline.url).port), '127.0.0.1');
    socket.write('POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{');
    await new Promise((resolve) => socket.once('ready', resolve));
    socket.resetAndDestroy();

    expect((await post('{}', 'application/json')).status).toBe(200);
  });
});

import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import { describeApi } from '../../infra/openapi/document.ts';
import { cors } from '../../infra/resources/api.ts';
import { readSources } from '../house/source-files.ts';
import { requireReadable } from '../support/readable-headers.ts';

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, { readonly headers?: object }>;
}

const document = describeApi(await discoverFunctions()) as unknown as Document;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

/** Sent by every browser without being asked, by a page that may not, or refused from everybody. */
const notFromPages = ['accept-encoding', 'content-encoding', 'cookie', 'origin', 'sec-fetch-site'];

/** Sent by a page without being asked for, where its value is as usual (Fetch, 2.2.2). */
const safelisted = ['accept-language'];

/** Read by a page, or by the browser itself, without being exposed. */
const readByAll = ['content-language', 'vary'];

/** Every header that the HTTP stack looks at or sets by its name, and the part of identity that knows HTTP. */
function headersNamed(): string[] {
  const names = [...readSources('lib/http'), ...readSources('lib/domains/identity/http')].flatMap(({ text }) => [
    ...[...text.matchAll(/(?<!-)\bheaders\??\.([a-z]+)\b/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\bheaders\['([\w-]+)'\]/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\{([^{}]+)\} = headers\b/g)].flatMap(([, list = '']) =>
      list.split(',').map((each) => each.split(':')[0]?.replaceAll("'", '').trim() ?? ''),
    ),
  ]);
  return [...new Set(names)].sort();
}

describe('CORS', () => {
  it('lets a page send every header that a route is documented to take, and every one that the stack looks at', () => {
    const documented = operations.flatMap(({ parameters = [] }) =>
      parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name.toLowerCase()),
    );
    const known = new Set([...cors.headers, ...cors.exposed, ...notFromPages, ...safelisted, ...readByAll]);

    expect(documented).toEqual(expect.arrayContaining(['if-match', 'if-none-match', 'idempotency-key']));
    expect(documented.filter((name) => ![...cors.headers, ...safelisted].includes(name))).toEqual([]);
    expect(headersNamed()).toEqual(expect.arrayContaining(['authorization', 'x-api-key', 'x-request-id', 'if-match']));
    expect(headersNamed().filter((name) => !known.has(name))).toEqual([]);
  });

  it('lets a page read every header that an answer is documented to have', () => {
    const documented = operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)),
    );

    // No page may read a cookie that is set, whatever CORS says (Fetch, 2.2.2).
    const readable = documented.filter((name) => name !== 'Set-Cookie');

    expect(readable).toContain('Idempotency-Replayed');
    expect(() => requireReadable(Object.fromEntries(readable.map((name) => [name, ''])))).not.toThrow();
  });

  it('is held by the test stack to every header that an answer has', () => {
    expect(() => requireReadable({ 'Content-Type': 'text/plain', 'X-New': '1' })).toThrow(
      'does not let a page read X-New',
    );
  });
});

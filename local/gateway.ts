import type { HapiRequest, HapiServer } from './offline.ts';

/**
 * Lets through what API Gateway lets through, and as it does: cookies of other applications on localhost, a query and a body as
 * they were sent, and content types and paths that only the function can interpret. Hapi by itself would answer 400.
 */
export function letThrough(server: HapiServer): void {
  server.ext('onRequest', (request, { continue: goOn }) => {
    // The event is made of the raw headers. Hapi and serverless-offline decide by this one what to refuse, parse and decode:
    // they leave bytes alone, and hand them over in base64.
    request.headers['content-type'] = 'application/octet-stream';
    const { path, query } = partsOf(request);
    if (!isDecodable(path)) request.setUrl(`${path.replaceAll('%', '%25')}${query && `?${query}`}`);
    return goOn;
  });
  server.ext('onPreHandler', (request, { continue: goOn }) => {
    const { query } = partsOf(request);
    if (request.url) request.url.searchParams.toString = () => query;
    if (request.headers.cookie !== undefined) request.state = cookiesOf(request.headers.cookie);
    if (request.payload?.length) keepContentType(request);
    return goOn;
  });
}

/**
 * Keeps hapi from compressing and slicing what functions made, under the validator that they gave it, and serverless-offline from
 * calling JSON what has no body: a client that believes it fails to parse a 202 or a 304.
 */
export function leaveAnswers(server: HapiServer): void {
  server.settings.compression = false;
  for (const { settings } of server.table()) settings.response.ranges = false;
  server.ext('onPreResponse', ({ response }, { continue: goOn }) => {
    if (response.source === null || response.source === '') delete response.headers?.['content-type'];
    return goOn;
  });
}

/**
 * Keeps the content type as it was sent. A body without one would be declared to be JSON; serverless-offline counts a blank as
 * one, and of two it would take the last, where API Gateway joins them.
 */
function keepContentType({ raw: { req } }: HapiRequest): void {
  req.rawHeaders.push('content-type', req.headersDistinct['content-type']?.join(',') || ' ');
}

function partsOf({ raw }: HapiRequest): { readonly path: string; readonly query: string } {
  const [, path = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(raw.req.url) ?? [];
  return { path, query };
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== undefined;
  } catch {
    return false;
  }
}

/** The values of each cookie, neither checked nor decoded. */
function cookiesOf(header: string): Record<string, string[]> {
  const pairs = header.split(';').flatMap((cookie) => {
    const [, name, value] = /^\s*([^=\s]+)=(.*)$/s.exec(cookie) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
  });
  const byName = Map.groupBy(pairs, ({ name }) => name);
  return Object.fromEntries([...byName].map(([name, given]) => [name, given.map(({ value }) => value)]));
}

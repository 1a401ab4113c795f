import type { HapiRequest, HapiServer } from './offline.ts';

/**
 * Lets through what API Gateway lets through, and as it does: cookies of other applications on localhost, a query as it
 * was sent, content types and paths that only the function can make something of. Hapi would answer 400 by itself.
 */
export function letThrough(server: HapiServer): void {
  server.ext('onRequest', (request, { continue: goOn }) => {
    // The event is made of the raw headers; hapi looks at this one alone, and has no use for what it says.
    if (!isOfBytes(request.headers['content-type'])) delete request.headers['content-type'];
    const { path, query } = partsOf(request);
    if (!isDecodable(path)) request.setUrl(`${path.replaceAll('%', '%25')}${query && `?${query}`}`);
    return goOn;
  });
  server.ext('onPreHandler', (request, { continue: goOn }) => {
    const { query } = partsOf(request);
    if (request.url) request.url.searchParams.toString = () => query;
    if (request.headers.cookie !== undefined) request.state = cookiesOf(request.headers.cookie);
    return goOn;
  });
}

function partsOf({ raw }: HapiRequest): { readonly path: string; readonly query: string } {
  const [, path = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(raw.req.url) ?? [];
  return { path, query };
}

/** By these serverless-offline tells that a body is no text, and hands it over as it is. */
function isOfBytes(contentType = ''): boolean {
  return /^(application\/octet-stream|multipart\/form-data *; *boundary=[^;"\s]+)$/.test(contentType);
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

import { isUtf8 } from 'node:buffer';
import { refusal } from './gateway-answer.ts';
import type { HapiRequest, HapiServer } from './offline.ts';
import { messageOf, type Report } from './triggers/poller.ts';

/** No method of HTTP, so that no route but that of all methods takes it. */
const methodOfNoRoute = 'head-to-no-route';

/**
 * Lets through what API Gateway lets through, and as it does: cookies of other applications on localhost, a query and a body as
 * they were sent, and content types and paths that only the function can interpret. Hapi by itself would answer 400.
 */
export function letThrough(server: HapiServer): void {
  server.ext('onRequest', (request, { continue: goOn }) => {
    // The event is made of the raw headers. Hapi and serverless-offline decide by this one what to refuse, parse and decode:
    // they leave bytes alone.
    request.headers['content-type'] = 'application/octet-stream';
    const { path, query } = partsOf(request);
    const spelled = isDecodable(path) ? path : path.replaceAll('%', '%25');
    // Hapi has taken the slash at the end away, by which API Gateway tells two paths apart.
    if (spelled !== path || path.endsWith('/')) request.setUrl(`${spelled}${query && `?${query}`}`);
    // Hapi would give it to the GET route, and API Gateway gives it to the route of all that no other takes.
    if (request.method === 'head') request.setMethod(methodOfNoRoute);
    return goOn;
  });
  server.ext('onPreHandler', (request, { continue: goOn }) => {
    const { query } = partsOf(request);
    if (request.method === methodOfNoRoute) request.method = 'head';
    if (request.url) request.url.searchParams.toString = () => query;
    if (request.headers.cookie !== undefined) request.state = cookiesOf(request.headers.cookie);
    joinHeaders(request);
    if (request.payload?.length) describeBody(request, request.payload);
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
    // Hapi would add one to types that name none.
    response.charset?.('');
    return goOn;
  });
}

/** Answers what failed before or after its function, in the gateway itself, as API Gateway does; the log says why. */
export function answerOwnFaults(server: HapiServer, report: Report): void {
  server.ext('onPreResponse', ({ raw, response }, { continue: goOn }) => {
    const { output } = response;
    if (output === undefined || output.statusCode < 500) return goOn;
    report(`the gateway failed at ${raw.req.method} ${raw.req.url}: ${response.stack ?? messageOf(response)}`);
    output.payload = JSON.parse(refusal(500, 'Internal Server Error').body ?? '');
    output.statusCode = 500;
    return goOn;
  });
}

/** Joins the values of each header in their order, as API Gateway does; serverless-offline takes the last. */
function joinHeaders({ raw: { req } }: HapiRequest): void {
  const joined = Object.entries(req.headersDistinct).flatMap(([name, values]) =>
    values ? [name, values.join(name === 'cookie' ? '; ' : ',')] : [],
  );
  req.rawHeaders.splice(0, req.rawHeaders.length, ...joined);
}

/** The types of bodies that API Gateway hands over as text, besides `text/…`; it encodes all others in base64. */
const texts = /^\s*(?:text\/[^;,\s]+|application\/(?:json|xml|javascript))\s*(?:;|$)/i;

/**
 * Has a body handed over as API Gateway does, as text or in base64, and its type as it was sent: serverless-offline would declare
 * one without a type to be JSON, but counts a blank as a type.
 */
function describeBody({ headers, raw: { req } }: HapiRequest, body: Buffer): void {
  const type = req.headersDistinct['content-type']?.join(',') ?? '';
  // Text that is none would reach the function as other text.
  if (texts.test(type) && isUtf8(body)) headers['content-type'] = 'text/plain';
  if (!type) req.rawHeaders.push('content-type', ' ');
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

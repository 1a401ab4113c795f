import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** The answer of a route; a stream stays open until either side ends it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** Routes by `METHOD /path`, where one segment of the path may be `:id`. */
export type Routes = Readonly<Record<string, (id: string) => Answer | Promise<Answer>>>;

const headersOfAll = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Serves routes to this machine alone; port 0 means any free one. */
export async function serve(port: number, routes: Routes) {
  const server = createServer((request, response) => {
    answerTo(request, routes)
      .catch((error: Error) => plain(500, error.message))
      .then((answer) => write(response, answer))
      .catch(() => response.destroy());
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A short answer as plain text. */
export function plain(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body };
}

/** An answer as JSON. */
export function json(value: unknown): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

async function answerTo(request: IncomingMessage, routes: Routes): Promise<Answer> {
  const { method = '', headers } = request;
  // Otherwise a page could read the mails under a name that somebody else's DNS points at this machine.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(headers.host ?? ''))
    return plain(403, 'Open the mailbox by localhost.');
  if (method !== 'GET' && isForeign(request)) return plain(403, 'Only the mailbox page itself may do this.');
  const wanted = `${method} ${(request.url ?? '/').split('?')[0]}`;
  const pattern = Object.keys(routes).find((candidate) => idIn(wanted, candidate) !== undefined);
  const route = pattern === undefined ? undefined : routes[pattern];
  return (await route?.(idIn(wanted, pattern ?? '') ?? '')) ?? plain(404, 'There is nothing here.');
}

function isForeign({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return (origin !== undefined && origin !== `http://${host}`) || headers['sec-fetch-site'] === 'cross-site';
}

/** The segment of `wanted` at `:id` of the pattern, empty when the pattern has none; undefined when they do not match. */
function idIn(wanted: string, pattern: string): string | undefined {
  const [prefix = '', suffix] = pattern.split(':id');
  if (suffix === undefined) return wanted === pattern ? '' : undefined;
  const id = wanted.slice(prefix.length, wanted.length - suffix.length);
  return wanted === `${prefix}${id}${suffix}` && /^[\w-]+$/.test(id) ? id : undefined;
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headersOfAll, ...headers });
  if (!(body instanceof Readable)) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  body.once('error', () => response.destroy()).pipe(response);
  response.once('close', () => body.destroy());
}

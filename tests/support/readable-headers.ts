import { cors } from '../../infra/resources/api.ts';

/** What any page may read (Fetch, 2.2.6), as far as we send it. */
const readableByAll = ['cache-control', 'content-language', 'content-type'];

/** What a browser goes by itself, and a page has no use for. */
const forTheBrowser = [
  'content-encoding',
  'content-security-policy',
  'referrer-policy',
  'strict-transport-security',
  'vary',
  'x-content-type-options',
];

const known = new Set([...readableByAll, ...forTheBrowser, ...cors.exposed]);

/** Throws for a header that a page of the client's could not read: CORS must name it, or nobody but the browser needs it. */
export function requireReadable(headers: Readonly<Record<string, unknown>>): void {
  const hidden = Object.keys(headers).filter((name) => !known.has(name.toLowerCase()));
  if (hidden.length > 0) throw new Error(`infra/resources/api.ts does not let a page read ${hidden.join(', ')}`);
}

/** An answer as it came over HTTP. */
interface PublishedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown> | undefined;
}

interface Response {
  readonly headers?: object;
  readonly content?: Readonly<Record<string, { readonly examples?: object }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, Response> }>>>>;
}

const documents = new Map<string, Promise<Document>>();

/**
 * Throws for an answer of a function of ours that the OpenAPI document beside it lacks: its status, its code, a cookie or
 * its content type. What the gateway answers by itself is not in the document.
 */
export async function requirePublished(url: string, method: string, answer: PublishedAnswer): Promise<void> {
  const { origin, pathname } = new URL(url);
  if (!answer.headers.has('x-request-id') || pathname === '/openapi.json') return;
  const operation = operationIn(await documentOf(origin), pathname)?.[method.toLowerCase()];
  const code = answer.json?.code;
  if (!operation && code === 'ROUTE_NOT_FOUND') return;
  if (operation && isIn(operation.responses[answer.status], answer)) return;
  throw new Error(`${method} ${pathname} answered ${answer.status} ${code ?? ''}, which the document of the API lacks`);
}

function documentOf(origin: string): Promise<Document> {
  const document =
    documents.get(origin) ?? fetch(`${origin}/openapi.json`).then((response) => response.json() as Promise<Document>);
  documents.set(origin, document);
  document.catch(() => documents.delete(origin));
  return document;
}

/** A path without parameters goes before one that has them. */
function operationIn({ paths }: Document, pathname: string) {
  const template = paths[pathname]
    ? pathname
    : Object.keys(paths).find((path) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname));
  return template === undefined ? undefined : paths[template];
}

function isIn(response: Response | undefined, { headers, text, json }: PublishedAnswer): boolean {
  if (!response) return false;
  const { content = {}, headers: documented = {} } = response;
  if (headers.has('set-cookie') && !('Set-Cookie' in documented)) return false;
  // A gateway calls JSON what has no type, and the local one names the charset of whatever is text.
  const type = headers.get('content-type')?.split(';', 1)[0];
  if (text === '' || type === undefined) return text === '' && Object.keys(content).length === 0;
  const media = content[type];
  return media !== undefined && (type !== 'application/problem+json' || String(json?.code) in (media.examples ?? {}));
}

import { setTimeout as pause } from 'node:timers/promises';
import { requirePublished } from './published-document.ts';

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed; undefined where it is not JSON. */
  readonly json: Record<string, unknown>;
}

export interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly to: readonly { readonly address: string }[];
  readonly text: string;
  readonly html: string;
  readonly calendar?: { readonly method: string; readonly content: string };
}

/** One that is kept may be closed by the server just when a client that was held up takes it again. */
const ownConnection = { connection: 'close' };

/** Sends a request as any client would, by a connection of its own; fails on an answer that the API does not document. */
export async function request(url: string, init: RequestInit & { readonly data?: unknown } = {}): Promise<HttpAnswer> {
  const { data, ...rest } = init;
  const headers = {
    ...ownConnection,
    ...(data !== undefined && { 'content-type': 'application/json' }),
    ...(rest.headers as object),
  };
  const response = await fetch(url, { ...rest, headers, ...(data !== undefined && { body: JSON.stringify(data) }) });
  const text = await response.text();
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
  const answer = {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
  await requirePublished(url, init.method ?? 'GET', answer);
  return answer;
}

/** The value of `probe` once it gives one, however busy the machine; fails with what was awaited when it takes too long. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  milliseconds = 30_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await pause(50);
  }
}

/** The mails that an address got, oldest first. */
export async function mailsTo(mailboxUrl: string, address: string): Promise<Mail[]> {
  const mails = (await (await fetch(`${mailboxUrl}/email`, { headers: ownConnection })).json()) as Mail[];
  return mails.filter(({ to }) => to.some((recipient) => recipient.address === address));
}

/** The one-time token in the link of a mail. */
export function tokenIn({ text }: Mail): string {
  const token = /[?&]token=([\w-]+)/.exec(text)?.[1];
  if (!token) throw new Error('the mail holds no link with a token');
  return token;
}

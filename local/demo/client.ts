import { setTimeout as pause } from 'node:timers/promises';

/** An answer, as far as the demo looks at it. */
export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: string | null;
  readonly etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what a route answers is in the API's document, and the demo trusts it
  readonly data: any;
  /** All of the body: beside `data` a `meta`, or what a problem tells. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RequestOptions {
  readonly method?: string;
  readonly data?: unknown;
  readonly accessToken?: string;
  /** The version that a change is meant for, as `etag` of an answer. */
  readonly ifMatch?: string | null;
  /** The key under which a request is sent again, so that it has one effect. */
  readonly idempotencyKey?: string;
}

/** Talks to a local cloud as a client of the API does, and reads the mailbox. */
export interface Client {
  send(path: string, options?: RequestOptions): Promise<Answer>;
  /** The token in the link of the newest mail with the subject; waits until there is one other than `former`. */
  tokenOf(address: string, subject: RegExp, former?: string): Promise<string>;
  /** The subjects of the mails to an address, oldest first; waits until one of them matches. */
  subjectsOnce(address: string, awaited: RegExp): Promise<string[]>;
  /** The calendars of the mails to an address, oldest first. */
  calendarsTo(address: string): Promise<Calendar[]>;
}

/** The calendar that a mail carries. */
interface Calendar {
  readonly method: string;
  readonly content: string;
}

interface Mail {
  readonly subject: string;
  readonly to: readonly { readonly address: string }[];
  readonly text: string;
  readonly calendar?: Calendar;
}

const patienceMilliseconds = 10_000;

export function createClient(apiUrl: string, mailboxUrl: string): Client {
  const mailsTo = async (address: string) => {
    const mails = (await (await fetch(`${mailboxUrl}/email`)).json()) as Mail[];
    return mails.filter(({ to }) => to.some((recipient) => recipient.address === address));
  };

  async function mailsOnce(address: string, awaited: RegExp, former?: string): Promise<Mail[]> {
    const deadline = Date.now() + patienceMilliseconds;
    const isAwaited = ({ subject, text }: Mail) => awaited.test(subject) && !(former && text.includes(former));
    for (;;) {
      const mails = await mailsTo(address);
      if (mails.some(isAwaited)) return mails;
      if (Date.now() > deadline) throw new Error(`no mail to ${address} has a subject like ${awaited}`);
      await pause(50);
    }
  }

  return {
    async send(path, { method = 'POST', data, accessToken, ifMatch, idempotencyKey } = {}) {
      const response = await fetch(`${apiUrl}${path}`, {
        method,
        headers: {
          ...(data !== undefined && { 'content-type': 'application/json' }),
          ...(accessToken && { authorization: `Bearer ${accessToken}` }),
          ...(ifMatch && { 'if-match': ifMatch }),
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        },
        ...(data !== undefined && { body: JSON.stringify(data) }),
      });
      const text = await response.text();
      const body = text === '' ? {} : JSON.parse(text);
      return {
        status: response.status,
        code: body.code,
        retryAfter: response.headers.get('retry-after'),
        etag: response.headers.get('etag'),
        data: body.data,
        body,
      };
    },

    async tokenOf(address, subject, former) {
      const mails = await mailsOnce(address, subject, former);
      const mail = mails.findLast((each) => subject.test(each.subject));
      const token = /[?&]token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
      if (!token) throw new Error('the mail holds no link with a token');
      return token;
    },

    calendarsTo: async (address) => (await mailsTo(address)).flatMap(({ calendar }) => calendar ?? []),

    subjectsOnce: async (address, awaited) => (await mailsOnce(address, awaited)).map(({ subject }) => subject),
  };
}

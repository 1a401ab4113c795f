import { setTimeout as pause } from 'node:timers/promises';

/** An answer after which a client can go on. */
export interface Answer {
  readonly status: number;
  /** The code of a problem, `DUPLICATE_EMAIL`. */
  readonly code?: string;
  /** What an envelope holds. */
  readonly data?: unknown;
  /** Whether an earlier attempt had no answer, or only that of a broken server: it may have succeeded. */
  readonly isRepeated: boolean;
}

/** Posts to a path of the API until there is an answer, as a patient client does; the body may be made anew for each try. */
export type Send = (
  path: string,
  body: object | (() => object),
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

const tryMilliseconds = 12_000;

export function createSend(apiUrl: string, { pauseMilliseconds = 200, patienceMilliseconds = 30_000 } = {}): Send {
  return async (path, body, headers = {}) => {
    const deadline = Date.now() + patienceMilliseconds;
    for (let tries = 1; ; tries += 1) {
      const answer = await post(`${apiUrl}${path}`, typeof body === 'function' ? body() : body, headers);
      if (answer && answer.status < 500) return { ...answer, isRepeated: tries > 1 };
      if (Date.now() > deadline) throw new Error(`POST ${path} has no answer but ${answer?.status ?? 'silence'}`);
      await pause(pauseMilliseconds);
    }
  };
}

/** Posts once; answers undefined where the connection broke. */
async function post(
  url: string,
  body: object,
  others: Readonly<Record<string, string>>,
): Promise<Omit<Answer, 'isRepeated'> | undefined> {
  try {
    const headers = { 'content-type': 'application/json', ...others };
    const signal = AbortSignal.timeout(tryMilliseconds);
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
    const text = await response.text();
    const { code, data } = text === '' ? {} : JSON.parse(text);
    return { status: response.status, ...(code && { code }), ...(data && { data }) };
  } catch {
    return undefined;
  }
}

import { setTimeout as pause } from 'node:timers/promises';

/** An answer after which a client can go on. */
export interface Answer {
  readonly status: number;
  /** The code of a problem, `DUPLICATE_EMAIL`. */
  readonly code?: string;
  /** Whether an earlier attempt had no answer, or only that of a broken server: it may have succeeded. */
  readonly isRepeated: boolean;
}

/** Posts to a path of the API until there is an answer, as a patient client does. */
export type Send = (path: string, data: object) => Promise<Answer>;

const tryMilliseconds = 12_000;

export function createSend(apiUrl: string, { pauseMilliseconds = 200, patienceMilliseconds = 30_000 } = {}): Send {
  return async (path, data) => {
    const deadline = Date.now() + patienceMilliseconds;
    for (let tries = 1; ; tries += 1) {
      const answer = await post(`${apiUrl}${path}`, data);
      if (answer && answer.status < 500) return { ...answer, isRepeated: tries > 1 };
      if (Date.now() > deadline) throw new Error(`POST ${path} has no answer but ${answer?.status ?? 'silence'}`);
      await pause(pauseMilliseconds);
    }
  };
}

/** Posts once; answers undefined where the connection broke. */
async function post(url: string, data: object): Promise<{ status: number; code?: string } | undefined> {
  try {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(tryMilliseconds);
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(data), signal });
    const text = await response.text();
    const { code } = text === '' ? {} : JSON.parse(text);
    return { status: response.status, ...(code && { code }) };
  } catch {
    return undefined;
  }
}

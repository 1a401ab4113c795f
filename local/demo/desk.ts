import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Client, RequestOptions } from './client.ts';

/** Sends requests as one person. */
export interface Desk {
  get(path: string): Promise<Answer>;
  post(path: string, data?: unknown): Promise<Answer>;
  /** Posts under a key, and again under it where a busy machine has no answer in time: it has one effect. */
  postOnce(path: string, data: unknown): Promise<Answer>;
  put(path: string, data: unknown): Promise<Answer>;
  patch(path: string, data: unknown, ifMatch?: string | null): Promise<Answer>;
  remove(path: string): Promise<Answer>;
  /** Reads a list until it says what is awaited, since lists may lag a second behind. */
  listOnce(path: string, isAwaited: (entries: readonly { readonly id: string }[]) => boolean): Promise<Answer>;
}

const patienceMilliseconds = 10_000;
const busyMilliseconds = 60_000;

export function createDesk({ send }: Client, accessToken: string): Desk {
  const request = (method: string) => (path: string, options: RequestOptions) =>
    send(path, { method, accessToken, ...options });
  const get = (path: string) => request('GET')(path, {});
  return {
    get,
    post: (path, data) => request('POST')(path, { data }),
    async postOnce(path, data) {
      const [deadline, idempotencyKey] = [Date.now() + busyMilliseconds, randomUUID()];
      for (;;) {
        const answer = await request('POST')(path, { data, idempotencyKey });
        if (answer.status !== 503 || Date.now() > deadline) return answer;
        // Many who ask again at the same moment would have to wait for each other once more.
        await pause((Number(answer.retryAfter) + 2 * Math.random()) * 1_000);
      }
    },
    put: (path, data) => request('PUT')(path, { data }),
    patch: (path, data, ifMatch = null) => request('PATCH')(path, { data, ifMatch }),
    remove: (path) => request('DELETE')(path, {}),
    async listOnce(path, isAwaited) {
      const deadline = Date.now() + patienceMilliseconds;
      for (;;) {
        const answer = await get(path);
        if (answer.status !== 200 || isAwaited(answer.data)) return answer;
        if (Date.now() > deadline) throw new Error(`GET ${path} never showed what was awaited`);
        await pause(50);
      }
    },
  };
}

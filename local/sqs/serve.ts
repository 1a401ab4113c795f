import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { InnerSqs } from './fauxqs.ts';
import { passSqs } from './gate.ts';

/** Answers a request of SQS by way of the gate. */
export async function serveSqs(incoming: IncomingMessage, outgoing: ServerResponse, inner: InnerSqs): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const { method = 'POST', url = '/' } = incoming;
  const call = { method, url, headers: incoming.headers, body: await buffer(incoming) };
  const answer = await passSqs(call, (asked) => inner.ask(asked, gone.signal));
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...headers } = answer.headers;
  outgoing.writeHead(answer.status, { ...headers, 'content-length': answer.body.length }).end(answer.body);
}

import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { SqsAnswer, SqsCall } from './call.ts';
import { startOnLoopback } from './on-loopback.ts';
import { mendPatterns } from './patterns.ts';

/** An SQS that is there for this process alone. */
export interface InnerSqs {
  /** Asks it; an abort ends the wait of a long poll. */
  ask(call: SqsCall, gone: AbortSignal): Promise<SqsAnswer>;
}

/** Starts fauxqs in this process on a port of its own, which only what stands in front of it knows. */
export async function startInnerSqs(dataDir: string | undefined): Promise<InnerSqs> {
  await mendPatterns();
  const { port } = await startOnLoopback(dataDir);
  const agent = new Agent({ keepAlive: true });
  return {
    async ask({ method, url, headers, body }, gone) {
      // The caller's host goes with it, since fauxqs names its queues by that.
      const options = {
        host: '127.0.0.1',
        port,
        path: url,
        method,
        headers: framed(headers, body),
        agent,
        signal: gone,
      };
      const [answer] = (await once(request(options).end(body), 'response')) as [IncomingMessage];
      return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
    },
  };
}

/** The headers without those of the connection that they came by; the length is of what is sent, which may be another body. */
function framed(headers: IncomingHttpHeaders, body: Buffer): OutgoingHttpHeaders {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...rest } = headers;
  return { ...rest, 'content-length': body.length };
}

import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import type { SqsAnswer, SqsCall } from './call.ts';
import { mendPatterns } from './patterns.ts';

/** An SQS that is there for this process alone. */
export interface InnerSqs {
  /** Asks it; an abort ends the wait of a long poll. */
  ask(call: SqsCall, gone: AbortSignal): Promise<SqsAnswer>;
}

/** Starts fauxqs in this process on a port of its own, which only what stands in front of it knows. */
export async function startInnerSqs(dataDir: string | undefined): Promise<InnerSqs> {
  listenOnLoopback();
  await mendPatterns();
  const { port }: FauxqsServer = await startFauxqs({ port: 0, logger: false, ...(dataDir && { dataDir }) });
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

/** Keeps what listens here off the network: fauxqs would take every interface, but nothing here is for others to reach. */
function listenOnLoopback(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first] = args;
    if (typeof first === 'object' && first !== null && 'host' in first) args[0] = { ...first, host: '127.0.0.1' };
    return Reflect.apply(listen, this, args);
  } as typeof listen;
}

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** How a call is answered: by content, by an exception of AWS, or by nothing at all. */
type AwsAnswer = object | 'hang' | `${string}Exception`;

/** A server that answers as AWS may when it is too busy. */
export interface AwsServer {
  readonly endpoint: string;
  /** The operations that were asked for, `GetItem`, one for each try. */
  readonly calls: string[];
  stop(): void;
}

/** Starts a server that answers the calls, which are counted from 1, as a test says. */
export async function startAwsServer(answerTo: (number: number, operation: string) => AwsAnswer): Promise<AwsServer> {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    await buffer(request);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    answer(response, answerTo(calls.push(operation), operation));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(response: ServerResponse, content: AwsAnswer): void {
  if (content === 'hang') return;
  const refused = typeof content === 'string';
  const body = JSON.stringify(refused ? { __type: content, message: content } : content);
  response.writeHead(refused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}

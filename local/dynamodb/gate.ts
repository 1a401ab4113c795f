import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Call, readCall } from './call.ts';
import { refusal } from './refusal.ts';
import { complaintAbout } from './rules.ts';

/** Lets a call that is valid pass, by `pass`, which settles when it was carried out; it may hold it, or answer otherwise. */
export type Passage = (call: Call, pass: () => Promise<Answer>) => Promise<Answer>;

export interface GateOptions {
  /** The port to listen on (0: any free one), and that of the database behind the gate. */
  readonly port: number;
  readonly databasePort: number;
  readonly passage?: Passage;
}

/** Starts a gate before a local DynamoDB, which refuses what DynamoDB refuses and passes the rest on as it is. */
export async function startGate({ port, databasePort, passage = (_, pass) => pass() }: GateOptions) {
  const agent = new Agent({ keepAlive: true });

  async function ask({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const sent = request({ host: '127.0.0.1', port: databasePort, method, path: url, headers, agent }).end(body);
    // A connection may break after its answer began as well, when nobody waits for the request any more.
    sent.on('error', () => sent.destroy());
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: answer };
  }

  async function handle(incoming: IncomingMessage): Promise<Answer> {
    const body = await buffer(incoming);
    const call = readCall(incoming.headers, body);
    if (!call) return ask(incoming, body);
    const complaint = complaintAbout(call);
    return complaint ? refusal(complaint) : passage(call, () => ask(incoming, body));
  }

  const server = createServer((incoming, outgoing) => {
    // A database that is down shows as a connection that ends.
    const give = () => void outgoing.destroy();
    outgoing.once('error', give);
    handle(incoming).then((answer) => write(outgoing, answer), give);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

function write(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers);
  if (!(body instanceof Readable)) {
    outgoing.end(body);
    return;
  }
  // A database that ends in the midst of its answer ends ours as well.
  body.once('error', () => outgoing.destroy());
  outgoing.once('close', () => body.destroy());
  body.pipe(outgoing);
}

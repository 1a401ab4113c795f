import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Call, readCall } from './call.ts';
import { createDatabase } from './database.ts';
import { createKnownTables } from './known-tables.ts';
import { refuseLargeRead } from './large-read.ts';
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
  const database = createDatabase(databasePort);
  const tables = createKnownTables(database.describe);

  async function handle(incoming: IncomingMessage): Promise<Answer> {
    const body = await buffer(incoming);
    const call = readCall(incoming.headers, body);
    if (!call) return database.ask(incoming, body);
    await tables.learn(call);
    const complaint = complaintAbout(call, tables.keysOf);
    if (complaint) return refusal(complaint);
    return passage(call, async () => refuseLargeRead(call, await database.ask(incoming, body)));
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
      database.close();
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

import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Answer } from './call.ts';

/** The database behind the gate. */
export interface Database {
  /** Asks it what a client asked, and settles when its answer begins. */
  ask(incoming: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer): Promise<Answer>;
  /** Its description of a table, which has none when it is not there. */
  describe(tableName: string): Promise<unknown>;
  /** Ends the connections to it that nobody uses. */
  close(): void;
}

/** Makes a client of a database on this machine, which keeps its connections. */
export function createDatabase(port: number): Database {
  const agent = new Agent({ keepAlive: true });

  async function ask({ method, url, headers }: Parameters<Database['ask']>[0], body: Buffer) {
    const sent = request({ host: '127.0.0.1', port, method, path: url, headers, agent }).end(body);
    // A connection may break after its answer began as well, when nobody waits for the request any more.
    sent.on('error', () => sent.destroy());
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: answer };
  }

  return {
    ask,
    async describe(TableName) {
      const body = Buffer.from(JSON.stringify({ TableName }));
      const headers = { ...describing, 'content-length': String(body.length) };
      return json((await ask({ method: 'POST', url: '/', headers }, body)).body);
    },
    close: () => agent.destroy(),
  };
}

/** The database takes any signature, and wants one. */
const describing = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.DescribeTable',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
};

import { generateKeyPair } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createKmsOperations, KmsError, type KmsInput, type KmsKey } from './kms-operations.ts';

/** A KMS on a loopback port, as far as keys that sign or encrypt go; it speaks AWS JSON 1.1. */
export interface LocalKms {
  readonly url: string;
  /** The operations that were called, in order, and what each was given. */
  readonly calls: { readonly operation: string; readonly input: KmsInput }[];
  readonly keys: ReadonlyMap<string, KmsKey>;
  /** Ids of the keys by alias. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The next calls of an operation fail with these names of errors; `drop` closes the connection. */
  fail(operation: string, ...names: string[]): void;
  stop(): void;
}

/** Starts one that can make so many keys that sign. */
export async function startKms(mostKeys: number): Promise<LocalKms> {
  const pairs = Array.from({ length: mostKeys }, () => promisify(generateKeyPair)('rsa', { modulusLength: 2_048 }));
  const prepared = (await Promise.all(pairs)).map(({ privateKey }) => privateKey).values();
  const keys = new Map<string, KmsKey>();
  const aliases = new Map<string, string>();
  const failures = new Map<string, string[]>();
  const calls: LocalKms['calls'] = [];
  const operations: Record<string, (input: KmsInput) => object> = createKmsOperations(keys, aliases, prepared);

  /** The answer to a call; undefined closes the connection. */
  async function answer(request: IncomingMessage): Promise<object | undefined> {
    const operation = String(request.headers['x-amz-target']).replace(/^TrentService\./, '');
    const input = JSON.parse(await text(request));
    calls.push({ operation, input });
    const failure = failures.get(operation)?.shift();
    if (failure === 'drop') return undefined;
    if (failure) throw new KmsError(failure);
    return (operations[operation] ?? unknownOperation)(input);
  }

  const server = createServer((request, response) => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    answer(request).then(
      (body) => (body ? send(200, body) : request.socket.destroy()),
      (error: KmsError) => send(error.status ?? 500, { __type: error.name, message: error.message }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    keys,
    aliases,
    fail: (operation, ...names) => void failures.set(operation, names),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function unknownOperation(): never {
  throw new KmsError('UnknownOperationException');
}

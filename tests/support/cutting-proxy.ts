import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the SDK and a store, and loses answers: what was asked has been done by then. */
export interface CuttingProxy {
  readonly endpoint: string;
  /** Cuts the connection in place of the answer to the next call of this operation, `TransactWriteItems`. */
  cutNext(operation: string): void;
  /** How many answers were lost. */
  cuts(): number;
  stop(): Promise<void>;
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  let doomed: string | undefined;
  let cuts = 0;
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.')[1];
    const upstream = request(target, { method: 'POST', headers: incoming.headers }, (answer) => {
      if (operation === doomed) {
        doomed = undefined;
        cuts += 1;
        // The store has answered, so that it has done its work; the client hears nothing of it.
        answer.resume().once('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutNext(operation) {
      doomed = operation;
    },
    cuts: () => cuts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

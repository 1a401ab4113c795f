import { Server } from 'node:net';
import { type FauxqsServer, startFauxqs } from 'fauxqs';

/**
 * Starts fauxqs as it comes on any free port, but off the network: it would take every interface of the machine, and nothing
 * here is for others to reach.
 */
export async function startOnLoopback(dataDir?: string): Promise<FauxqsServer> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first] = args;
    if (typeof first === 'object' && first !== null && 'host' in first) args[0] = { ...first, host: '127.0.0.1' };
    return Reflect.apply(listen, this, args);
  } as typeof listen;
  try {
    return await startFauxqs({ port: 0, logger: false, ...(dataDir && { dataDir }) });
  } finally {
    Server.prototype.listen = listen;
  }
}

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands in front of a server, and takes it away: connections are refused then, and those that were open are lost. */
export interface SwitchedProxy {
  readonly port: number;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Starts a proxy in front of a port of this machine. */
export async function startSwitchedProxy(target: number): Promise<SwitchedProxy> {
  const open = new Set<Socket>();
  let server = await listen(0);

  async function listen(port: number): Promise<Server> {
    const started = createServer((client) => {
      const upstream = connect(target, '127.0.0.1');
      for (const socket of [client, upstream]) {
        open.add(socket);
        socket.on('error', () => {}).once('close', () => open.delete(socket));
      }
      client.pipe(upstream).pipe(client);
    });
    await once(started.listen(port, '127.0.0.1'), 'listening');
    return started;
  }

  const { port } = server.address() as AddressInfo;
  return {
    port,
    async cut() {
      const closed = once(server.close(), 'close');
      for (const socket of open) socket.destroy();
      await closed;
    },
    async mend() {
      server = await listen(port);
    },
  };
}

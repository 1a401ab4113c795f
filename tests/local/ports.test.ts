import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PortTaken, requireFreePorts } from '../../local/ports.ts';
import { unusedPort } from '../support/unused-ports.ts';

const servers: Server[] = [];

async function listen(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('requireFreePorts', () => {
  it('names each port that is taken and the variable that moves it', async () => {
    const [taken, free] = [await listen(), await unusedPort()];
    const wishes = [
      { server: 'HTTP', port: taken, variable: 'POLYCLINIC_HTTP_PORT' },
      { server: 'SMTP', port: free, variable: 'POLYCLINIC_SMTP_PORT' },
    ];

    await expect(requireFreePorts(wishes, 0)).rejects.toThrow(
      new PortTaken(
        `Port ${taken} (HTTP) is taken. Stop what listens there, or set POLYCLINIC_HTTP_PORT to another port.`,
      ),
    );
  });

  it('waits a moment for a server that is just ending', async () => {
    const port = await listen(await unusedPort());
    const ending = servers.pop();

    const waiting = requireFreePorts([{ server: 'HTTP', port, variable: 'POLYCLINIC_HTTP_PORT' }]);
    setTimeout(() => ending?.close(), 50);

    await expect(waiting).resolves.toBeUndefined();
  });
});

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { FaultProxy, FaultProxyOptions } from './aws-proxy.ts';
import type { Call } from './calls.ts';
import { type Exchange, strike } from './strike.ts';

/**
 * Starts a proxy between the product and its SMTP server. One connection carries one mail and counts as one call: a fault
 * before it comes before the greeting, and one after it when the server has taken the mail and the client does not know yet.
 */
export async function startSmtpProxy({ target, faults, victims }: FaultProxyOptions): Promise<FaultProxy> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.once('close', () => open.delete(client)).on('error', () => {});
    const call: Call = { service: 'SMTP', what: 'mail', invocation: randomUUID(), byFunctions: true };
    strike(faults.meet(call), exchangeOf(call, client, new URL(target)), victims).catch(() => client.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server.close(), 'close');
      for (const client of open) client.destroy();
      await closed;
    },
  };
}

function exchangeOf(call: Call, client: Socket, { hostname, port }: URL): Exchange {
  const gone = new Promise((resolve) => client.once('close', resolve));
  let release: (() => void) | undefined;

  /** Connects both sides; settles with the server's answer to the mail, which the client has not got yet. */
  function talk(): Promise<void> {
    const server = connect(Number(port), hostname);
    void gone.then(() => server.destroy());
    client.pipe(server);
    return new Promise((resolve) => {
      server.once('close', () => client.end());
      let isVerdict = false;
      linesOf(server, (line) => {
        const say = () => client.writable && client.write(`${line}\r\n`);
        if (isVerdict) {
          release = say;
          resolve();
        } else say();
        isVerdict = line.startsWith('354');
      });
    });
  }

  return {
    call,
    ask: talk,
    async answer() {
      if (!release) await talk();
      release?.();
    },
    cut: () => void client.destroy(),
    refuse: (reason) => sayOnly(client, reason === 'throttle' ? '451 4.7.1 Try again later' : '421 4.3.0 Out of order'),
    gone,
  };
}

/** Plays a server that answers every command after its greeting with the same refusal. */
function sayOnly(client: Socket, refusal: string): void {
  client.write('220 chaos\r\n');
  linesOf(client, (line) => {
    const isGreeting = /^(EHLO|HELO)/i.test(line);
    client.write(isGreeting ? '250 chaos\r\n' : `${refusal}\r\n`);
    if (/^QUIT/i.test(line)) client.end();
  });
}

/** Reads lines; a connection that breaks merely has no more of them. */
function linesOf(input: Socket, take: (line: string) => void): void {
  createInterface({ input })
    .on('error', () => {})
    .on('line', take);
}

import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import type { FaultProxy } from '../../../local/chaos/aws-proxy.ts';
import { createFaults, type Mode } from '../../../local/chaos/faults.ts';
import { startSmtpProxy } from '../../../local/chaos/smtp-proxy.ts';
import type { Victims } from '../../../local/chaos/strike.ts';
import { startSmtp } from '../../../local/mailbox/smtp.ts';

let taken: string[];
let killedWith: number | undefined;
let mailServer: Awaited<ReturnType<typeof startSmtp>>;
let proxy: FaultProxy;
let faults: ReturnType<typeof createFaults>;
let victims: { -readonly [K in keyof Victims]: Victims[K] };

beforeEach(async () => {
  taken = [];
  killedWith = undefined;
  mailServer = await startSmtp(0, async ({ source }) => void taken.push(source.toString()));
  faults = createFaults();
  victims = {
    killFunctions: async () => {
      killedWith = taken.length;
    },
    killService: async () => {},
    reviveService: async () => {},
  };
  proxy = await startSmtpProxy({ target: `smtp://127.0.0.1:${mailServer.port}`, faults, victims });
});

afterEach(async () => {
  await proxy.stop();
  await mailServer.stop();
});

function strikeFirst(mode: Mode) {
  faults.reset({ point: 'step: SMTP mail #1', mode });
  faults.enter('step');
}

function send(text = 'hello', greetingTimeout = 5_000) {
  const transport = createTransport({ host: '127.0.0.1', port: proxy.port, greetingTimeout });
  return transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'Hello', text });
}

/** The SMTP status in which sending ends, or the code of what broke. */
const failureOf = (sending: Promise<unknown>) =>
  sending.then(
    () => 'none',
    ({ responseCode, code }) => responseCode ?? code,
  );

describe('the proxy in front of a mail server', () => {
  it('hands a mail over, also one that looks like the dialogue', async () => {
    await send('354 go on\n250 taken\n.\n.hidden\n');

    expect(taken).toHaveLength(1);
    expect(taken[0]).toContain('354 go on');
    expect(faults.points).toHaveLength(1);
  });

  it('cuts before the greeting, and lets the next mail pass', async () => {
    strikeFirst('cut-before');

    expect(await failureOf(send())).not.toBe('none');
    const takenOfFirst = taken.length;
    await send();

    expect([takenOfFirst, taken.length]).toEqual([0, 1]);
  });

  it('cuts when the server has taken the mail and the client has not heard of it', async () => {
    strikeFirst('cut-after');

    expect(await failureOf(send())).not.toBe('none');
    expect(taken).toHaveLength(1);
  });

  it('kills before the server has the mail', async () => {
    strikeFirst('kill-before');

    expect(await failureOf(send())).not.toBe('none');
    expect([killedWith, taken.length]).toEqual([0, 0]);
  });

  it('kills once the server has the mail', async () => {
    strikeFirst('kill-after');

    const { response } = await send();

    expect(killedWith).toBe(1);
    expect(response).toMatch(/^250/);
  });

  it.each([
    ['throttle', 451],
    ['500', 421],
  ] as const)('refuses a mail for now when asked to play %s', async (mode, status) => {
    strikeFirst(mode);

    expect(await failureOf(send())).toBe(status);
    expect(taken).toEqual([]);
  });

  it('never greets a client that is to hang', async () => {
    strikeFirst('hang');

    expect(await failureOf(send('hello', 50))).toBe('ETIMEDOUT');
    expect(taken).toEqual([]);
  });

  it('ends the connection when the server does, or is not there', async () => {
    await mailServer.stop();

    expect(await failureOf(send('hello', 1_000))).not.toMatch(/none|ETIMEDOUT/);
  });

  it('bears a client that breaks off', async () => {
    const client = connect(proxy.port, '127.0.0.1');
    await once(client, 'data');
    client.resetAndDestroy();

    await send();

    expect(taken).toHaveLength(1);
  });

  it('ends the connection when a blow cannot fall', async () => {
    strikeFirst('kill-before');
    victims.killFunctions = async () => {
      throw new Error('there is no such process');
    };

    expect(await failureOf(send('hello', 1_000))).not.toBe('ETIMEDOUT');
  });

  it('leaves the server, too, when it has cut the client off', async () => {
    const upstream = createServer((socket) =>
      socket
        .on('error', () => {})
        .on('data', (said) => socket.write(`${said}`.startsWith('DATA') ? '354 go on\r\n' : '250 ok\r\n')),
    );
    upstream.on('connection', (socket) => socket.write('220 hello\r\n'));
    await once(upstream.listen(0, '127.0.0.1'), 'listening');
    const { port } = upstream.address() as AddressInfo;
    await proxy.stop();
    proxy = await startSmtpProxy({ target: `smtp://127.0.0.1:${port}`, faults, victims });
    strikeFirst('cut-after');

    expect(await failureOf(send())).not.toBe('none');

    // It closes once nobody is connected any more.
    await new Promise((resolve) => upstream.close(resolve));
  });
});

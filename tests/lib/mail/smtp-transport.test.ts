import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { createSmtpTransport } from '../../../lib/mail/smtp-transport.ts';
import { startMailbox } from '../../../local/mailbox.ts';
import { buildMail } from './build-mail.ts';

const from = 'Polyclinic <no-reply@polyclinic.test>';

describe('createSmtpTransport', () => {
  it('delivers to a real server what was to be said, to whom it was meant for', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'mailbox-'));
    const mailbox = await startMailbox({ smtpPort: 0, pagePort: 0, dataDir });
    const transport = createSmtpTransport({ url: mailbox.smtpUrl, from });

    await transport.check();
    await transport.send(buildMail({ subject: 'Grüße ✓', html: '<p>Ünï</p>', text: 'Ünï' }));

    const received = await (await fetch(`${mailbox.endpoint}/email`)).json();
    await mailbox.stop();
    expect(received).toEqual([
      {
        id: expect.any(String),
        subject: 'Grüße ✓',
        to: [{ address: 'ada@example.test' }],
        text: expect.stringMatching(/^Ünï\n?$/),
        html: expect.stringMatching(/^<p>Ünï<\/p>\n?$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    ]);
  });

  it('does not repeat the words of a server that refuses, which name the recipient', async () => {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, answer) => answer(new Error(`No such user ${address}`)),
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;

    const error = await createSmtpTransport({ url: `smtp://127.0.0.1:${port}`, from })
      .send(buildMail())
      .catch((thrown: Error) => thrown);

    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(error).toMatchObject({ code: 'MAIL_UNAVAILABLE', message: expect.stringContaining('EENVELOPE 550') });
    expect((error as Error).cause).toBeUndefined();
    expect(String((error as Error).stack)).not.toContain('ada@example.test');
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;

    const sending = createSmtpTransport({ url: `smtp://127.0.0.1:${port}`, from, deadline: 200 }).send(buildMail());

    await expect(sending).rejects.toMatchObject({ code: 'MAIL_UNAVAILABLE' });
    silent.close();
  });
});

import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createSmtpTransport } from '../../../lib/mail/smtp-transport.ts';
import { type Deadline, handoverDeadline, handoverMilliseconds } from '../../../lib/mail/transport.ts';
import { leaseMilliseconds, NotDone } from '../../../lib/messaging/leases.ts';
import { startMailbox } from '../../../local/mailbox.ts';
import { buildMail } from './build-mail.ts';
import { dribble, type Script, startScriptedSmtp } from './scripted-smtp.ts';
import { declined, deferred, down, refused, rejected, type SmtpCase, unconfirmed } from './smtp-cases.ts';

const from = 'Polyclinic <no-reply@polyclinic.test>';
const noDeadline: Deadline = () => new AbortController().signal;
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function scripted(script: Script) {
  const server = await startScriptedSmtp(script);
  stops.push(server.stop);
  return server;
}

/** What the transport throws at a server. */
async function failureAt(url: string, deadline: Deadline = noDeadline): Promise<unknown> {
  return createSmtpTransport({ url, from, deadline })
    .send(buildMail())
    .then(
      () => 'nothing',
      (error: unknown) => error,
    );
}

async function failureOf({ script, until }: SmtpCase): Promise<unknown> {
  const server = await scripted(script);
  return failureAt(server.url, until && server.deadlineAt(until));
}

/** Starts the server of smtp-server; answers where it listens. */
async function listen(options: SMTPServerOptions): Promise<string> {
  const server = new SMTPServer({ logger: false, closeTimeout: 100, ...options });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  stops.push(() => new Promise((resolve) => server.close(() => resolve())));
  return `127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

describe('createSmtpTransport', () => {
  it('delivers to a real server what was to be said, to whom it was meant for', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'mailbox-'));
    const mailbox = await startMailbox({ smtpPort: 0, pagePort: 0, dataDir });
    const transport = createSmtpTransport({ url: mailbox.smtpUrl, from, deadline: handoverDeadline });

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

  it('gives up on a server that dribbles for ever, before the lease of the mail is over', async () => {
    const { url } = await scripted({ message: dribble });

    const sending = createSmtpTransport({ url, from, deadline: handoverDeadline }).send(buildMail());

    await expect(sending).rejects.toMatchObject({
      code: 'MAIL_UNCONFIRMED',
      message: expect.stringContaining('EABORT'),
    });
    // Taking the lease is given 2.5 s.
    expect(handoverMilliseconds + 2_500).toBeLessThan(leaseMilliseconds);
  });

  it('tells by check that nobody listens', async () => {
    const server = await startScriptedSmtp();
    await server.stop();

    const checking = createSmtpTransport({ url: server.url, from, deadline: handoverDeadline }).check();

    await expect(checking).rejects.toMatchObject({ code: 'MAIL_UNAVAILABLE' });
  });
});

describe('an SMTP server', () => {
  it.each(down)('that $title has certainly not taken the mail, and would take no other', async (smtpCase) => {
    const failure = await failureOf(smtpCase);

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ cause: { name: 'DependencyDown', code: 'MAIL_UNAVAILABLE' } });
  });

  it.each(deferred)('that $title has certainly not taken this mail, and may take it later', async (smtpCase) => {
    const failure = await failureOf(smtpCase);

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ cause: { name: 'Defer', code: 'MAIL_DEFERRED' } });
  });

  it.each(declined)('that $title has certainly not taken this mail, and may take others', async (smtpCase) => {
    const failure = await failureOf(smtpCase);

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ cause: { name: 'MailFailed', code: 'MAIL_REFUSED' } });
  });

  it.each(unconfirmed)('that $title may have taken the mail', async (smtpCase) => {
    const failure = await failureOf(smtpCase);

    expect(failure).not.toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ name: 'MailFailed', code: 'MAIL_UNCONFIRMED' });
  });

  it.each(rejected)('that $title knows no such address', async (smtpCase) => {
    const failure = await failureOf(smtpCase);

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ cause: { code: 'ADDRESS_REJECTED', isLasting: true } });
  });

  it.each(refused)('that $title takes nothing for the address, now', async (smtpCase) => {
    const failure = await failureOf(smtpCase);

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ cause: { code: 'ADDRESS_REJECTED', isLasting: false } });
  });

  it.each([...down, ...deferred, ...declined, ...unconfirmed, ...rejected, ...refused])(
    'that $title is quoted in codes alone, since its words name the recipient',
    async (smtpCase) => {
      const failure = (await failureOf(smtpCase)) as NotDone;

      for (const error of [failure, failure.cause as Error | undefined]) {
        expect(`${error?.message} ${error?.stack}`).not.toMatch(/example\.test|polyclinic\.test|Lovelace/);
      }
      expect(failure.cause?.cause).toBeUndefined();
    },
  );

  it('that is not even asked, since the mail cannot be written, has no part in that', async () => {
    const { url } = await scripted({});
    const transport = createSmtpTransport({ url, from, deadline: noDeadline });
    const withoutAddress = buildMail({ to: { name: 'Ada', address: '' } });
    const withoutText = Object.defineProperty(buildMail(), 'text', {
      get: () => {
        throw new TypeError('no text');
      },
    });

    for (const mail of [withoutAddress, withoutText]) {
      await expect(transport.send(mail)).rejects.toMatchObject({ cause: { code: 'MAIL_REFUSED' } });
    }
  });

  it('is quoted with all its codes', async () => {
    const failure = await failureOf({ title: '', script: { RCPT: '550 5.7.1 relaying denied' } });

    expect(failure).toMatchObject({
      cause: { message: 'The mail server refused it (EENVELOPE 550 5.7.1)' },
    });
  });

  it('that does not listen has certainly not taken the mail', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await once(server.close(), 'close');

    expect(await failureAt(`smtp://127.0.0.1:${port}`)).toMatchObject({ cause: { code: 'MAIL_UNAVAILABLE' } });
  });

  it('that does not speak TLS where it should has certainly not taken the mail', async () => {
    const place = await listen({ disabledCommands: ['AUTH', 'STARTTLS'] });

    expect(await failureAt(`smtps://${place}`)).toMatchObject({ name: 'NotDone' });
  });

  it('whose certificate nobody vouches for has certainly not taken the mail', async () => {
    const place = await listen({ disabledCommands: ['AUTH'] });

    expect(await failureAt(`smtp://${place}`)).toMatchObject({ name: 'NotDone' });
  });

  it('that refuses the password has certainly not taken the mail', async () => {
    const place = await listen({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, answer) => answer(new Error('No')),
    });

    const failure = await failureAt(`smtp://user:password@${place}`);

    expect(failure).toMatchObject({ cause: { message: expect.stringContaining('EAUTH 535') } });
  });
});

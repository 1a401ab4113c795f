import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetAccountCommand, type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { createSes } from '../../../lib/aws/ses.ts';
import { writeInvitation } from '../../../lib/calendar/invitation.ts';
import { createSesTransport } from '../../../lib/mail/ses-transport.ts';
import { handoverDeadline } from '../../../lib/mail/transport.ts';
import { NotDone } from '../../../lib/messaging/leases.ts';
import { parseMessage } from '../../../local/mailbox/message.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { buildInvitation } from '../calendar/build-invitation.ts';
import { buildMail } from './build-mail.ts';

useTestCredentials();
const options = {
  from: 'Polyclinic <no-reply@polyclinic.test>',
  configurationSet: 'polyclinic-test',
  deadline: handoverDeadline,
};
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An SES client that answers each command with `answer`, or fails with it when it is an error. */
function fakeSes(answer: object) {
  const commands: unknown[] = [];
  const send = async (command: unknown) => {
    commands.push(command);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { commands, client: { send } as Pick<SESv2Client, 'send'> };
}

/** Something that stands where SES is; answers its URL. */
async function standIn(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stops.push(async () => {
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the transport throws when SES is at `endpoint`. */
async function failureAt(endpoint: string, deadline = () => new AbortController().signal): Promise<unknown> {
  return createSesTransport(createSes(endpoint), { ...options, deadline })
    .send(buildMail())
    .then(
      () => 'nothing',
      (error: unknown) => error,
    );
}

const answering = (status: number, name: string) =>
  standIn((_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-errortype': name });
    response.end('{"message":"ada@example.test is not to be written to"}');
  });

/** Begins an answer byte by byte, and never comes to its end. */
function dribble(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}

describe('createSesTransport', () => {
  it('sends the whole message, with its id beside the one that SES will give it', async () => {
    const { commands, client } = fakeSes({ MessageId: '0100' });

    await createSesTransport(client, options).send(buildMail());

    const [command] = commands as SendEmailCommand[];
    const mail = await PostalMime.parse(command?.input.Content?.Raw?.Data ?? '');
    expect(command).toBeInstanceOf(SendEmailCommand);
    expect(command?.input.Destination).toEqual({ ToAddresses: ['ada@example.test'] });
    expect(mail.from).toEqual({ name: 'Polyclinic', address: 'no-reply@polyclinic.test' });
    expect(mail.headers.find(({ key }) => key === 'x-polyclinic-message-id')?.value).toBe('<1.hello@client.test>');
  });

  it('sends the calendar of a mail within the message', async () => {
    const { commands, client } = fakeSes({ MessageId: '0100' });
    const content = writeInvitation(buildInvitation());

    await createSesTransport(client, options).send(buildMail({ calendar: { method: 'REQUEST', content } }));

    const [command] = commands as SendEmailCommand[];
    const { calendar } = await parseMessage(Buffer.from(command?.input.Content?.Raw?.Data ?? ''), []);
    expect(calendar).toEqual({ method: 'REQUEST', content });
  });

  it('names the configuration set, which keeps the addresses that bounced', async () => {
    const asked: string[] = [];
    const endpoint = await standIn((request, response) => {
      text(request).then((body) => {
        asked.push(body);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"MessageId":"0100"}');
      });
    });

    await createSesTransport(createSes(endpoint), options).send(buildMail());

    expect(asked.map((body) => JSON.parse(body).ConfigurationSetName)).toEqual(['polyclinic-test']);
  });

  it('gives up on an answer that dribbles for ever', async () => {
    const endpoint = await standIn((_request, response) => dribble(response));

    const sending = createSesTransport(createSes(endpoint), options).send(buildMail());

    await expect(sending).rejects.toMatchObject({ code: 'MAIL_UNCONFIRMED' });
  });

  it('is ready while the account may send', async () => {
    const { commands, client } = fakeSes({ SendingEnabled: true });

    await createSesTransport(client, options).check();

    expect(commands).toEqual([expect.any(GetAccountCommand)]);
  });

  it('is not ready while sending is paused, or SES does not answer', async () => {
    const clients = [fakeSes({ SendingEnabled: false }), fakeSes(new Error('down'))];

    for (const { client } of clients) {
      const checking = createSesTransport(client, options).check();
      await expect(checking).rejects.toMatchObject({ name: 'Unavailable', code: 'MAIL_UNAVAILABLE' });
    }
  });
});

describe('SES', () => {
  it.each([
    [400, 'AccountSuspendedException'],
    [400, 'SendingPausedException'],
    [400, 'MailFromDomainNotVerifiedException'],
    [403, 'AccessDeniedException'],
    [404, 'NotFoundException'],
    [500, 'InternalServiceErrorException'],
    [503, 'ServiceUnavailable'],
  ])('that answers %d %s has certainly not taken the mail, and would take no other', async (status, name) => {
    const failure = await failureAt(await answering(status, name));

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({
      cause: {
        name: 'DependencyDown',
        code: 'MAIL_UNAVAILABLE',
        message: `The mail server did not take it (${name} ${status})`,
      },
    });
  });

  it('that answers 429 has certainly not taken the mail, and takes it later', async () => {
    const failure = await failureAt(await answering(429, 'TooManyRequestsException'));

    expect(failure).toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({
      cause: {
        name: 'Defer',
        code: 'MAIL_DEFERRED',
        message: 'The mail server takes it later (TooManyRequestsException 429)',
      },
    });
  });

  it.each(['MessageRejected', 'BadRequestException'])(
    'that answers %s has certainly not taken this mail, and may take others',
    async (name) => {
      const failure = await failureAt(await answering(400, name));

      expect(failure).toBeInstanceOf(NotDone);
      expect(failure).toMatchObject({
        cause: { code: 'MAIL_REFUSED', message: `The mail server refused it (${name} 400)` },
      });
    },
  );

  it('that hangs up after the request may have taken the mail, and is not asked again', async () => {
    let requests = 0;
    const endpoint = await standIn((request) => {
      requests += 1;
      request.resume().once('end', () => request.socket.destroy());
    });

    const failure = await failureAt(endpoint);

    expect(failure).not.toBeInstanceOf(NotDone);
    expect(failure).toMatchObject({ code: 'MAIL_UNCONFIRMED' });
    expect(requests).toBe(1);
  });

  it('that is silent, or breaks off in the midst of its answer, may have taken the mail', async () => {
    for (const begin of [false, true]) {
      const patience = new AbortController();
      const endpoint = await standIn((_request, response) => {
        if (begin) dribble(response);
        patience.abort();
      });

      expect(await failureAt(endpoint, () => patience.signal)).toMatchObject({ code: 'MAIL_UNCONFIRMED' });
    }
  });

  // As the SDK hands them on; under jest it takes errors of Node for something else.
  it.each([
    { code: 'ECONNREFUSED', syscall: 'connect' },
    { code: 'ECONNREFUSED', errors: [] },
    { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
    { code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
    { code: 'EHOSTUNREACH', syscall: 'connect' },
    { code: 'CERT_HAS_EXPIRED' },
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    { name: 'TimeoutError', message: 'the request socket did not establish a connection with the server' },
  ])('that nobody reached, by $code, has certainly not taken the mail', async (codes) => {
    const transport = createSesTransport(fakeSes(Object.assign(new Error('failed'), codes)).client, options);

    await expect(transport.send(buildMail())).rejects.toMatchObject({ name: 'NotDone' });
  });

  it.each([
    { name: 'TimeoutError', code: 'ETIMEDOUT' },
    { name: 'TimeoutError', code: 'ECONNRESET', syscall: 'read' },
    { name: 'AbortError' },
    { code: 'EHOSTUNREACH', syscall: 'read' },
  ])('whose connection was lost, by $name $code, may have taken the mail', async (codes) => {
    const transport = createSesTransport(fakeSes(Object.assign(new Error('failed'), codes)).client, options);

    await expect(transport.send(buildMail())).rejects.toMatchObject({ code: 'MAIL_UNCONFIRMED' });
  });

  it('is quoted in codes alone, since its words name the recipient', async () => {
    const endpoints = await Promise.all([answering(400, 'MessageRejected'), answering(500, 'InternalFailure')]);

    for (const endpoint of endpoints) {
      const failure = (await failureAt(endpoint)) as Error;
      const causes = [failure, failure.cause as Error | undefined];
      for (const error of causes) expect(`${error?.message} ${error?.stack}`).not.toContain('ada@example.test');
      expect(causes[1]?.cause).toBeUndefined();
    }
  });
});

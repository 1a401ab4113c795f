import { GetAccountCommand, type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { createSesTransport } from '../../../lib/mail/ses-transport.ts';
import { buildMail } from './build-mail.ts';

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

describe('createSesTransport', () => {
  it('sends the whole message, with its id beside the one that SES will give it', async () => {
    const { commands, client } = fakeSes({ MessageId: '0100' });

    await createSesTransport(client, { from: 'Polyclinic <no-reply@polyclinic.test>' }).send(buildMail());

    const [command] = commands as SendEmailCommand[];
    const mail = await PostalMime.parse(command?.input.Content?.Raw?.Data ?? '');
    expect(command).toBeInstanceOf(SendEmailCommand);
    expect(command?.input.Destination).toEqual({ ToAddresses: ['ada@example.test'] });
    expect(mail.from).toEqual({ name: 'Polyclinic', address: 'no-reply@polyclinic.test' });
    expect(mail.headers.find(({ key }) => key === 'x-polyclinic-message-id')?.value).toBe('<1.hello@client.test>');
  });

  it('names neither the recipient nor the words of SES when a mail is refused', async () => {
    const refusal = Object.assign(new Error('Email address is not verified: ada@example.test'), {
      name: 'MessageRejected',
    });
    const transport = createSesTransport(fakeSes(refusal).client, { from: 'no-reply@polyclinic.test' });

    const error = await transport.send(buildMail()).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({ code: 'MAIL_UNAVAILABLE', message: expect.stringContaining('MessageRejected') });
    expect(JSON.stringify({ ...error, ...Object.getOwnPropertyDescriptors(error) })).not.toContain('ada@example.test');
  });

  it('is ready while the account may send', async () => {
    const { commands, client } = fakeSes({ SendingEnabled: true });

    await createSesTransport(client, { from: 'no-reply@polyclinic.test' }).check();

    expect(commands).toEqual([expect.any(GetAccountCommand)]);
  });

  it('is not ready while sending is paused', async () => {
    const transport = createSesTransport(fakeSes({ SendingEnabled: false }).client, {
      from: 'no-reply@polyclinic.test',
    });

    await expect(transport.check()).rejects.toMatchObject({ code: 'MAIL_UNAVAILABLE' });
  });
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { domainToASCII } from 'node:url';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** A mail as it was received by SMTP. */
export interface ReceivedMail {
  readonly source: Buffer;
  readonly recipients: readonly string[];
}

/** The largest mail that is accepted, in bytes. */
const maximumSize = 10 * 1024 * 1024;

/**
 * Receives mail from this machine, from anyone to anyone, and answers that a mail is taken when `receive` has settled. Port 0
 * means any free one.
 */
export async function startSmtp(port: number, receive: (mail: ReceivedMail) => Promise<void>) {
  const server = new SMTPServer({
    banner: 'Polyclinic local mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maximumSize,
    rejectOversized: true,
    closeTimeout: 500,
    logger: false,
    // The strict parser takes 253 characters, one fewer than an address may have.
    lenientAddressParsing: true,
    onData: (stream, { envelope }, answer) => {
      const recipients = envelope.rcptTo.map(({ address }) => asSent(address));
      takeIn(stream, recipients, receive).then(() => answer(), answer);
    },
  });
  // A client that hangs up is no error of the server.
  server.on('error', () => {});
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The address as the mail has it: the server decodes what begins with `xn--` in a domain. */
function asSent(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return `${address.slice(0, at)}${domainToASCII(address.slice(at)) || address.slice(at)}`;
}

async function takeIn(
  stream: SMTPServerDataStream,
  recipients: readonly string[],
  receive: (mail: ReceivedMail) => Promise<void>,
): Promise<void> {
  const source = await buffer(stream);
  if (!stream.sizeExceeded) await receive({ source, recipients });
}

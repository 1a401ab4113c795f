import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { type Message, parseMessage } from '../../local/mailbox/message.ts';

/** An SMTP server on loopback that keeps the mails it takes. */
export interface MailServer {
  /** What a transport sends to. */
  readonly url: string;
  /** How often somebody wanted to write to an address, whether or not the mail was taken. */
  tries(address: string): number;
  /** The mails that were taken for an address, oldest first. */
  mailsTo(address: string): Message[];
  /** From now on no address is refused. */
  mend(): void;
  stop(): Promise<void>;
}

/** Starts a server that asks the mails to some addresses to come later, for as long as nobody mends it. */
export async function startMailServer(isRefused: (address: string) => boolean): Promise<MailServer> {
  const mails: Message[] = [];
  const wanted: string[] = [];
  let isMended = false;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
    onRcptTo: ({ address }, _session, answer) => {
      wanted.push(address);
      answer(isMended || !isRefused(address) ? null : comeLater(address));
    },
    onData: (stream, { envelope }, answer) => {
      const recipients = envelope.rcptTo.map(({ address }) => address);
      const keep = async () => void mails.push(await parseMessage(await buffer(stream), recipients));
      keep().then(() => answer(), answer);
    },
  });
  // A client that hangs up is its own affair.
  server.on('error', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    tries: (address) => wanted.filter((each) => each === address).length,
    mailsTo: (address) => mails.filter(({ to }) => to.some((recipient) => recipient.address === address)),
    mend: () => {
      isMended = true;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As servers do, it names the address. */
function comeLater(address: string): Error {
  return Object.assign(new Error(`<${address}> come back later`), { responseCode: 451 });
}

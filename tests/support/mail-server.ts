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

/** What a server thinks of an address that somebody wants to write to, for the first time or again. */
type Judge = (address: string, tries: number) => 'taken' | 'later' | 'refused';

/** Starts a server that refuses the mails to some addresses by a policy of its own, for as long as nobody mends it. */
export async function startMailServer(judge: Judge): Promise<MailServer> {
  const mails: Message[] = [];
  const wanted: string[] = [];
  let isMended = false;
  const triesOf = (address: string) => wanted.filter((each) => each === address).length;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
    onRcptTo: ({ address }, _session, answer) => {
      wanted.push(address);
      const judgement = isMended ? 'taken' : judge(address, triesOf(address));
      answer(judgement === 'taken' ? null : refusals[judgement](address));
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
    tries: triesOf,
    mailsTo: (address) => mails.filter(({ to }) => to.some((recipient) => recipient.address === address)),
    mend: () => {
      isMended = true;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As servers do, they name the address. */
const refusals = {
  later: (address: string) => Object.assign(new Error(`4.7.1 <${address}> come back later`), { responseCode: 451 }),
  refused: (address: string) => Object.assign(new Error(`5.7.1 <${address}> relaying denied`), { responseCode: 550 }),
};

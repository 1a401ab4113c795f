import PostalMime, { type Address, type Attachment, type Mailbox } from 'postal-mime';
import { newId } from '../../lib/ids.ts';

/** A mail as the mailbox keeps and shows it. */
export interface Message {
  readonly id: string;
  /** The language of its words, by its `Content-Language`; empty where it has none. */
  readonly language: string;
  readonly subject: string;
  readonly from: string;
  readonly to: readonly { readonly address: string; readonly name: string }[];
  readonly text: string;
  readonly html: string;
  /** What its recipient's calendar is offered, and the method by which: `REQUEST`, `CANCEL`. */
  readonly calendar?: { readonly method: string; readonly content: string };
  /** When it was received, in RFC 3339. */
  readonly time: string;
  /** The whole mail as it was sent, with its headers. */
  readonly source: string;
}

/** Reads a mail in MIME; `recipients` are those of the SMTP envelope, who got it whatever its header says. */
export async function parseMessage(source: Buffer, recipients: readonly string[]): Promise<Message> {
  const { subject, from, to, text, html, headers, attachments } = await PostalMime.parse(source, {
    attachmentEncoding: 'utf8',
  });
  const named = flatten(to ?? []);
  return {
    id: newId(),
    language: headers.find(({ key }) => key === 'content-language')?.value ?? '',
    subject: subject ?? '',
    from: flatten(from ? [from] : [])
      .map(spellOut)
      .join(', '),
    to: recipients.map((address) => ({ address, name: nameOf(address, named) })),
    text: text ?? '',
    html: html ?? '',
    ...calendarIn(attachments),
    time: new Date().toISOString(),
    source: source.toString(),
  };
}

function calendarIn(attachments: readonly Attachment[]): Pick<Message, 'calendar'> {
  const part = attachments.find(({ mimeType, method }) => mimeType === 'text/calendar' && method !== undefined);
  if (part?.method === undefined) return {};
  // The parser has made a line feed of each end of a line.
  return { calendar: { method: part.method, content: String(part.content).replaceAll('\n', '\r\n') } };
}

function flatten(addresses: readonly Address[]): Mailbox[] {
  return addresses.flatMap((address) => address.group ?? [address]);
}

function spellOut({ name, address }: Mailbox): string {
  return name ? `${name} <${address}>` : address;
}

function nameOf(address: string, named: readonly Mailbox[]): string {
  return named.find((mailbox) => mailbox.address.toLowerCase() === address.toLowerCase())?.name ?? '';
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Message } from '../mailbox/message.ts';

/** A mail that the local mailbox has taken. */
export interface TakenMail extends Pick<Message, 'subject' | 'text'> {
  readonly to: string;
  /** The Message-ID, which two copies of one mail share. */
  readonly messageId: string;
}

/** Reads every mail that the mailbox keeps, oldest first. */
export async function readMails(dataDir: string): Promise<TakenMail[]> {
  const lines = await readFile(path.join(dataDir, 'mailbox', 'mailbox.jsonl'), 'utf8');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Message)
    .map(({ subject, text, to, source }) => ({
      subject,
      text,
      to: to.map(({ address }) => address).join(),
      messageId: /^message-id:\s*(\S+)/im.exec(source)?.[1] ?? '',
    }));
}

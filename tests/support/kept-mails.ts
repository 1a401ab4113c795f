import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Message } from '../../local/mailbox/message.ts';
import type { CloudPlace } from '../../local/temporary-cloud.ts';

/** The mails in the mailbox of a local cloud as its file keeps them, headers and all, oldest first. */
export async function keptMails({ dataDir }: Pick<CloudPlace, 'dataDir'>): Promise<Message[]> {
  const text = await readFile(path.join(dataDir, 'mailbox/mailbox.jsonl'), 'utf8');
  // What follows the last line's end is being written.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Message);
}

/** How many mails there are about each event, by the id of the event, which their Message-ID begins with. */
export function countByEvent(mails: readonly Message[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { source } of mails) {
    const eventId = /^Message-ID:\s*<([^.>]+)\./im.exec(source)?.[1] ?? 'none';
    counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  }
  return counts;
}

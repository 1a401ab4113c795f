import { mkdirSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { Message } from './message.ts';

/** The mails of the mailbox, kept in memory and in a file. */
export interface MessageStore {
  /** Lists the mails, oldest first. */
  list(): readonly Message[];
  /** Settles once the message is in the file. */
  add(message: Message): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Opens `mailbox.jsonl` in a folder, which has one message a line, and reads what is there. */
export async function openMessageStore(dataDir: string): Promise<MessageStore> {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'mailbox.jsonl');
  const handle = await open(file, 'a');
  const written = readFileSync(file, 'utf8');
  if (written !== '' && !written.endsWith('\n')) await handle.appendFile('\n');
  return storeOver(handle, written.split('\n').flatMap(readLine));
}

function storeOver(handle: FileHandle, kept: Message[]): MessageStore {
  let messages = kept;
  const inTurn = queue();
  return {
    list: () => messages,
    add: (message) =>
      inTurn(async () => {
        await handle.appendFile(`${JSON.stringify(message)}\n`);
        messages.push(message);
      }),
    clear: () =>
      inTurn(async () => {
        await handle.truncate(0);
        messages = [];
      }),
    close: () => inTurn(() => handle.close()),
  };
}

/** Runs tasks one after the other, so that two mails never share a line. */
function queue() {
  let last: Promise<unknown> = Promise.resolve();
  return (task: () => Promise<void>): Promise<void> => {
    const run = last.then(task);
    last = run.catch(() => {});
    return run;
  };
}

/** Reads a line; one torn by a power cut or a kill was never acknowledged, so that nothing is lost by leaving it out. */
function readLine(line: string): Message[] {
  try {
    // A mail that an earlier release has kept tells no language.
    return [{ language: '', ...(JSON.parse(line) as Omit<Message, 'language'>) }];
  } catch {
    return [];
  }
}

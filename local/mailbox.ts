import type { Emulator } from './emulator.ts';
import { serve } from './mailbox/http.ts';
import { createLiveUpdates } from './mailbox/live.ts';
import { parseMessage } from './mailbox/message.ts';
import { mailboxRoutes } from './mailbox/routes.ts';
import { type ReceivedMail, startSmtp } from './mailbox/smtp.ts';
import { openMessageStore } from './mailbox/store.ts';

/** Where the mailbox receives mail and shows it (port 0: any free one), and the folder that keeps it. */
export interface MailboxOptions {
  readonly smtpPort: number;
  readonly pagePort: number;
  readonly dataDir: string;
}

/** The local mailbox; `endpoint` is its page. */
export interface Mailbox extends Emulator {
  /** The URL that a transport sends to, `smtp://127.0.0.1:<port>`. */
  readonly smtpUrl: string;
}

/** Starts an SMTP server that keeps every mail and sends none, and a page that shows them. */
export async function startMailbox({ smtpPort, pagePort, dataDir }: MailboxOptions): Promise<Mailbox> {
  const store = await openMessageStore(dataDir);
  const live = createLiveUpdates();
  const receive = async ({ source, recipients }: ReceivedMail) => {
    await store.add(await parseMessage(source, recipients));
    live.tell();
  };
  const page = await serve(pagePort, mailboxRoutes(store, live));
  const smtp = await startSmtp(smtpPort, receive).catch(async (error: unknown) => {
    await Promise.all([page.stop(), store.close()]);
    throw error;
  });
  return {
    endpoint: `http://127.0.0.1:${page.port}`,
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    async stop() {
      await Promise.all([page.stop(), smtp.stop()]);
      await store.close();
    },
  };
}

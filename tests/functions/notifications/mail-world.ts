import { createHandler as createEmailHandler } from '../../../functions/notifications/send-email.ts';
import { createHandler as createUrgentHandler } from '../../../functions/notifications/send-urgent-email.ts';
import type { MailSources } from '../../../lib/domains/identity/mails/mail-sources.ts';
import { createMails, hashOfAddress } from '../../../lib/domains/mails.ts';
import type { EventMail } from '../../../lib/mail/mail-definition.ts';
import { createMailDelivery } from '../../../lib/mail/mail-delivery.ts';
import { createSuppressions } from '../../../lib/mail/suppressions.ts';
import type { Mail, MailTransport } from '../../../lib/mail/transport.ts';
import { createLease } from '../../../lib/messaging/leases.ts';
import { buildClinicSources } from '../../lib/mail/clinic-sources.ts';
import { buildSources } from '../../lib/mail/sources.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import type { LogLine } from '../../support/log-lines.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { createMemoryTools, deliver, type MessageFields } from '../../support/queue.ts';

export interface MailWorldOptions {
  readonly sources?: MailSources;
  /** In place of those that are declared. */
  readonly mails?: readonly EventMail[];
  readonly transport?: Pick<MailTransport, 'send'>;
  readonly database?: ReturnType<typeof createMemoryDatabase>;
  readonly clock?: TestClock;
}

/** Both functions that send mail, on a database in memory, a clock of the test's, and a transport that takes everything. */
export function createMailWorld({
  sources = buildSources(),
  database = createMemoryDatabase(),
  clock = createTestClock(),
  mails,
  transport,
}: MailWorldOptions = {}) {
  const sent: Mail[] = [];
  const platform = createTestPlatform(database, { clock });
  const mail = createMailDelivery({
    mails: mails ?? createMails({ identity: sources, clinic: buildClinicSources() }),
    suppressions: createSuppressions({ hashOf: hashOfAddress, ...platform }),
    transport: transport ?? { send: async (each) => void sent.push(each) },
    lease: createLease(platform),
  });
  const tools = createMemoryTools(database, clock);
  const handlers = { email: createEmailHandler(mail, tools), 'email-urgent': createUrgentHandler(mail, tools) };

  return {
    database,
    clock,
    /** What the transport of this world was given. */
    sent,
    /** Hands messages over as SQS does; answers the ids of those that come again, and what became of each. */
    async hand(queue: keyof typeof handlers, messages: readonly MessageFields[]) {
      const { reported, lines } = await deliver(handlers[queue], messages);
      return { reported, lines, outcomes: lines.filter(({ message }) => message === 'message').map(outcomeOf) };
    },
    /** Hands one message over at each of its receives, the next after every lease is over. */
    async handTimes(queue: keyof typeof handlers, times: number, content: unknown) {
      const lines: LogLine[] = [];
      const outcomes: string[] = [];
      for (let receives = 1; receives <= times; receives++) {
        const handed = await this.hand(queue, [{ content, receives }]);
        lines.push(...handed.lines);
        outcomes.push(...handed.outcomes);
        clock.advance(10);
      }
      return { lines, outcomes };
    },
  };
}

export type MailWorld = ReturnType<typeof createMailWorld>;

/** `success`, or with its reason: `failure MAIL_UNAVAILABLE`. */
function outcomeOf({ outcome, error }: LogLine): string {
  const { code, errorName } = (error ?? {}) as { code?: string; errorName?: string };
  return [outcome, code ?? errorName].filter(Boolean).join(' ');
}

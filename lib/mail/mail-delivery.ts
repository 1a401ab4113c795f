import type { Envelope } from '../events/envelope.ts';
import { log } from '../log.ts';
import { AlreadyDone, Drop } from '../messaging/decisions.ts';
import type { Delivery } from '../messaging/delivery.ts';
import type { Lease } from '../messaging/leases.ts';
import { decisiveOf, type MailFailure } from './decisive-failure.ts';
import type { EventMail } from './mail-definition.ts';
import { AddressRejected } from './mail-failures.ts';
import type { Suppressions } from './suppressions.ts';
import type { MailTransport } from './transport.ts';

/**
 * Mails what an event calls for, each mail once, and at most once more when a worker dies, or loses the server, in the midst of
 * it; one that fails keeps no other back, and is tried again alone, and one that is dropped beside others is a line of the log.
 * Throws `Drop` when nobody is to be written to or no address exists, and what a lease and a transport throw.
 */
export type DeliverMail = (event: Envelope, delivery: Pick<Delivery, 'redriven'>) => Promise<void>;

interface MailDeliveryDependencies {
  readonly mails: readonly EventMail[];
  readonly suppressions: Suppressions;
  readonly transport: Pick<MailTransport, 'send'>;
  readonly lease: Lease;
}

export function createMailDelivery({ mails, suppressions, transport, lease }: MailDeliveryDependencies): DeliverMail {
  /**
   * The order matters: nothing more is read for a person who is gone, and no mail is written for an address that does not
   * exist.
   */
  async function deliver(mail: EventMail, event: Envelope, decided: boolean): Promise<void> {
    const recipient = await mail.findRecipient(event);
    if (!recipient) throw new Drop('RECIPIENT_GONE', 'There is nobody to write to');
    if (await suppressions.has(recipient)) {
      throw new Drop('ADDRESS_SUPPRESSED', 'The mail server said lately that there is no such address');
    }
    const message = await mail.write(event, recipient);
    const effect = { consumer: `mail#${mail.template.name}#${mail.recipientName}`, eventId: event.id };
    try {
      await lease(effect, () => transport.send(message), { decided });
    } catch (error) {
      if (!(error instanceof AddressRejected)) throw error;
      if (error.isLasting) await suppressions.add(recipient);
      throw new Drop(error.code, error.message);
    }
  }

  async function failureOf(mail: EventMail, event: Envelope, decided: boolean): Promise<MailFailure[]> {
    const { template, recipientName } = mail;
    try {
      await deliver(mail, event, decided);
      return [];
    } catch (error) {
      return [{ template: template.name, recipientName, error }];
    }
  }

  return async (event, { redriven }) => {
    const called = mails.filter(({ event: { type } }) => type === event.type);
    const failures = (await Promise.all(called.map((mail) => failureOf(mail, event, redriven)))).flat();
    const decisive = decisiveOf(failures);
    // One that has gone out is what the message was for, whatever needed no mail.
    const isDone = failures.length === 0 || (decisive instanceof Drop && failures.length < called.length);
    tellDrops(event, isDone ? failures : failures.filter(({ error }) => error !== decisive));
    if (!isDone) throw decisive;
  };
}

/** Of what does not become the outcome of the message; a mail that went out before is none that was dropped. */
function tellDrops({ id: eventId }: Envelope, failures: readonly MailFailure[]): void {
  for (const { template, error } of failures) {
    if (!(error instanceof Drop) || error instanceof AlreadyDone) continue;
    log.info('mail dropped', { eventId, template, code: error.code });
  }
}

import type { Envelope } from '../events/envelope.ts';
import { Drop, Park, Retry } from '../messaging/decisions.ts';
import type { Delivery } from '../messaging/delivery.ts';
import type { Lease } from '../messaging/leases.ts';
import type { EventMail } from './mail-definition.ts';
import { AddressRejected } from './mail-failures.ts';
import type { Suppressions } from './suppressions.ts';
import type { MailTransport } from './transport.ts';

/**
 * Sends the mails that an event leads to, each once, and at most twice when a worker dies, or loses the server, while it sends.
 * A mail that fails delays no other, and is retried alone. Throws `Drop` when nobody is to be written to or no address exists,
 * and the errors of lease and transport.
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
    const effect = { consumer: `mail#${mail.template.name}#${recipient.userId}`, eventId: event.id };
    try {
      await lease(effect, () => transport.send(message), { decided });
    } catch (error) {
      if (!(error instanceof AddressRejected)) throw error;
      if (error.isLasting) await suppressions.add(recipient);
      throw new Drop(error.code, error.message);
    }
  }

  return async (event, { redriven }) => {
    const called = mails.filter(({ event: { type } }) => type === event.type);
    const settled = await Promise.allSettled(called.map((mail) => deliver(mail, event, redriven)));
    const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    const decisive = decisiveOf(errors);
    // Once a mail was sent, its message is done, even if other mails turned out to be needless.
    if (decisive instanceof Drop && errors.length < called.length) return;
    if (errors.length > 0) throw decisive;
  };
}

/**
 * The error that decides about the message, which comes again while a mail of it may still be sent: when another worker is
 * through with it, or else after a pause.
 */
function decisiveOf(errors: readonly unknown[]): unknown {
  return (
    errors.find((error) => error instanceof Retry) ??
    errors.find((error) => !(error instanceof Park || error instanceof Drop)) ??
    errors.find((error) => error instanceof Park) ??
    errors[0]
  );
}

import type { Envelope } from '../events/envelope.ts';
import { Drop, Park, Retry } from '../messaging/decisions.ts';
import type { Delivery } from '../messaging/delivery.ts';
import type { Lease } from '../messaging/leases.ts';
import type { EventMail } from './mail-definition.ts';
import { AddressRejected } from './mail-failures.ts';
import type { Suppressions } from './suppressions.ts';
import type { MailTransport } from './transport.ts';

/**
 * Mails what an event calls for, each mail once, and at most once more when a worker dies, or loses the server, in the midst of
 * it; one that fails keeps no other back, and is tried again alone. Throws `Drop` when nobody is to be written to or no address
 * exists, and what a lease and a transport throw.
 */
export type DeliverMail = (event: Envelope, delivery: Pick<Delivery, 'redriven'>) => Promise<void>;

interface MailDeliveryDependencies {
  readonly mails: readonly EventMail[];
  readonly suppressions: Suppressions;
  readonly transport: Pick<MailTransport, 'send'>;
  readonly lease: Lease;
}

export function createMailDelivery({ mails, suppressions, transport, lease }: MailDeliveryDependencies): DeliverMail {
  /** In this order: nothing more is read for who is gone, and nothing is written for an address that is none. */
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
    // One that has gone out is what the message was for, whatever needed no mail.
    if (decisive instanceof Drop && errors.length < called.length) return;
    if (errors.length > 0) throw decisive;
  };
}

/** The message comes again while a mail of it may still go out: when another worker is through, else after a pause. */
function decisiveOf(errors: readonly unknown[]): unknown {
  return (
    errors.find((error) => error instanceof Retry) ??
    errors.find((error) => !(error instanceof Park || error instanceof Drop)) ??
    errors.find((error) => error instanceof Park) ??
    errors[0]
  );
}

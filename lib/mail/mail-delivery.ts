import { Drop } from '../queue/decisions.ts';
import type { Delivery } from '../queue/delivery.ts';
import { createLease, type Lease } from '../queue/leases.ts';
import { AddressRejected } from './mail-failures.ts';
import { createMailForEvent, type MailEvent } from './mail-for-event.ts';
import type { MailSources } from './mail-sources.ts';
import { createMailer } from './mailer.ts';
import type { Suppressions } from './suppressions.ts';
import type { MailTransport } from './transport.ts';

/**
 * Mails what an event calls for: once, and at most once more when a worker dies, or loses the server, in the midst of it.
 * Throws `Drop` when there is nobody to write to or the address does not exist, and what a lease and a transport throw.
 */
export type DeliverMail = (event: MailEvent, delivery: Pick<Delivery, 'redriven'>) => Promise<void>;

export interface MailDeliveryDependencies {
  readonly sources: MailSources;
  readonly suppressions: Suppressions;
  readonly transport?: Pick<MailTransport, 'send'>;
  readonly lease?: Lease;
}

export function createMailDelivery({
  sources,
  suppressions,
  transport = createMailer(),
  lease = createLease(),
}: MailDeliveryDependencies): DeliverMail {
  const mails = createMailForEvent(sources);

  /** In this order: nothing more is read for who is gone, and nothing is written for an address that is none. */
  return async (event, { redriven }) => {
    const recipient = await mails.findRecipient(event);
    if (!recipient) throw new Drop('RECIPIENT_GONE', 'There is nobody to write to');
    if (await suppressions.has(recipient)) {
      throw new Drop('ADDRESS_SUPPRESSED', 'The mail server said lately that there is no such address');
    }
    const mail = await mails.write(event, recipient);
    const effect = { consumer: 'mail', eventId: event.id };
    try {
      await lease(effect, () => transport.send(mail), { decided: redriven });
    } catch (error) {
      if (!(error instanceof AddressRejected)) throw error;
      if (error.isLasting) await suppressions.add(recipient);
      throw new Drop(error.code, error.message);
    }
  };
}

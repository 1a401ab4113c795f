import { Drop } from '../messaging/decisions.ts';
import type { Delivery } from '../messaging/delivery.ts';
import { createLease, type Lease } from '../messaging/leases.ts';
import { AddressRejected } from './mail-failures.ts';
import { createMailer } from './mailer.ts';
import type { AddressOfAccount, Suppressions } from './suppressions.ts';
import type { Mail, MailTransport } from './transport.ts';

/**
 * Mails what an event calls for: once, and at most once more when a worker dies, or loses the server, in the midst of it.
 * Throws `Drop` when there is nobody to write to or the address does not exist, and what a lease and a transport throw.
 */
export type DeliverMail<E extends { readonly id: string }> = (
  event: E,
  delivery: Pick<Delivery, 'redriven'>,
) => Promise<void>;

/** Whom events are told to, and by which mail. */
export interface MailsOfEvents<E, R extends AddressOfAccount> {
  /** Undefined when there is nobody to write to. */
  findRecipient(event: E): Promise<R | undefined>;
  write(event: E, recipient: R): Promise<Mail>;
}

export interface MailDeliveryDependencies<E, R extends AddressOfAccount> {
  readonly mails: MailsOfEvents<E, R>;
  readonly suppressions: Suppressions;
  readonly transport?: Pick<MailTransport, 'send'>;
  readonly lease?: Lease;
}

export function createMailDelivery<E extends { readonly id: string }, R extends AddressOfAccount>({
  mails,
  suppressions,
  transport = createMailer(),
  lease = createLease(),
}: MailDeliveryDependencies<E, R>): DeliverMail<E> {
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

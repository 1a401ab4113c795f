import type { StoredEntry } from './waiting-repository.ts';
import type { WaitingListEntry } from './waiting-schema.ts';

type Offered = Pick<StoredEntry, 'offer'>;

/** What is offered for an entry at an instant: nothing after the end of its time. */
export function offerAt({ offer }: Offered, now: Date): StoredEntry['offer'] {
  return offer && Date.parse(offer.endsAt) > now.getTime() ? offer : undefined;
}

/** An entry of a waiting list as the API shows it. */
export function shownEntry(entry: Omit<WaitingListEntry, 'offer'> & Offered, now: Date): WaitingListEntry {
  const { id, clinicId, doctorId, patientId, from, to, createdAt } = entry;
  const offer = offerAt(entry, now);
  return { ...{ id, clinicId, doctorId, patientId, from, to }, ...(offer && { offer: shownOffer(offer) }), createdAt };
}

function shownOffer({ holdId, start, end, endsAt }: NonNullable<StoredEntry['offer']>) {
  return { holdId, start, end, expiresAt: endsAt };
}

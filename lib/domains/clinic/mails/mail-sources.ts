import type { MailRecipient } from '../../../mail/mail-definition.ts';
import type { OfferedVisit, PlannedVisit } from './visit.ts';

/** An appointment as a mail was to tell of it. */
export interface ToldAppointment {
  readonly appointmentId: string;
  readonly sequence: number;
}

/** How an appointment stands that a mail tells of: it may be over by then, or has to be ahead still. */
export type Standing = 'booked' | 'cancelled' | 'ahead';

/** A hold by which a slot was offered. */
export interface ToldOffer {
  readonly holdId: string;
}

/**
 * Reads what a mail of the clinic tells, when it is written: its event holds ids alone. A `Drop` tells that an appointment has
 * changed since, of which another mail tells, and that an offer is over; a patient who is deleted is no recipient.
 */
export interface MailSources {
  findPatientOf(told: ToldAppointment, standing: Standing): Promise<MailRecipient | undefined>;
  getVisit(told: ToldAppointment, standing: Standing): Promise<PlannedVisit>;
  findPatientOffered(told: ToldOffer): Promise<MailRecipient | undefined>;
  getOffer(told: ToldOffer): Promise<OfferedVisit>;
  /** Base URL of the client application. */
  clientUrl(): string;
}

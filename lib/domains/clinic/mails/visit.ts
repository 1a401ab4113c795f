import type { Invitation } from '../../../calendar/invitation.ts';
import type { Translations } from '../../../languages.ts';

/** What a mail tells of a visit of a patient to a doctor. Neither why they come nor what the doctor is good at is of it. */
export interface Visit {
  /** What it is, and with whom. */
  readonly titles: Translations<string>;
  /** What the clinic is called. */
  readonly clinic: string;
  readonly start: Date;
  /** The zone of the clinic, by whose clock the start is told. */
  readonly timeZone: string;
}

/** The same, and what a calendar is asked about it, of anybody in any words. */
export interface PlannedVisit extends Visit {
  readonly invitation: Omit<Invitation, 'summary' | 'attendee'>;
}

/** The same of a visit that could be, until when it is kept for the patient. */
export interface OfferedVisit extends Visit {
  readonly until: Date;
}

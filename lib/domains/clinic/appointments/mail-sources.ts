import type { MailRecipient } from '../../../mail/mail-definition.ts';
import { Drop } from '../../../messaging/decisions.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createLocales } from '../../identity/users/locale-service.ts';
import { createClinicRules } from '../clinics/rules-service.ts';
import { createWorkingDoctors } from '../doctors/work-service.ts';
import { createAddressees } from '../patients/addressee-service.ts';
import { holds, type StoredHold } from './hold-repository.ts';
import { invitationOf, titlesOf } from './invitation.ts';
import { appointments, type SealedAppointment } from './record-repository.ts';
import { isAhead } from './reminders.ts';

/** An appointment as an event told of it. */
interface Told {
  readonly appointmentId: string;
  readonly sequence: number;
}

/** An offer as an event told of it. */
interface ToldOffer {
  readonly holdId: string;
}

type Standing = 'booked' | 'cancelled' | 'ahead';

interface Dependencies extends Pick<Platform, 'read' | 'clock'> {
  /** The address that mails come from. */
  readonly sender: () => string;
}

/**
 * Reads what the clinic's mails tell. Whom one goes to takes two reads, and one more for the locale of a patient with an account;
 * what it tells takes three.
 */
export function createMailSources({ read, clock, sender }: Dependencies) {
  const addressees = createAddressees({ read });
  const locales = createLocales({ read });
  const clinics = createClinicRules({ read });
  const doctors = createWorkingDoctors({ read });

  async function getAsTold({ appointmentId, sequence }: Told, standing: Standing): Promise<SealedAppointment> {
    const found = await read.find(appointments, { id: appointmentId });
    if (found?.sequence === sequence && standsAs(found, standing, clock())) return found;
    throw new Drop('SUPERSEDED', 'The appointment has changed since, of which another mail tells');
  }

  async function getHold({ holdId }: ToldOffer): Promise<StoredHold & { readonly patientId: string }> {
    const hold = await read.find(holds, { id: holdId });
    if (hold?.patientId === undefined) throw new Drop('OFFER_OVER', 'The slot is no longer kept for the patient');
    return { ...hold, patientId: hold.patientId };
  }

  async function findAddressee(patientId: string): Promise<MailRecipient | undefined> {
    const patient = await addressees.find(patientId);
    if (!patient) return undefined;
    const { email, name, userId } = patient;
    // What a mail server says of an address is kept by the patient, who may have no account.
    return { userId: patientId, email, name, locale: userId === undefined ? undefined : await locales.find(userId) };
  }

  async function getVisitTo({ doctorId, clinicId, start }: Pick<StoredHold, 'doctorId' | 'clinicId' | 'start'>) {
    const [clinic, doctor] = await Promise.all([clinics.find(clinicId), doctors.find(doctorId)]);
    if (!clinic) throw new Error(`There is no clinic ${clinicId}`);
    const { name, timeZone } = clinic;
    return { titles: titlesOf(doctor?.name), clinic: name, start: new Date(start), timeZone };
  }

  return {
    /** The patient of an appointment that stands as it was told; throws `SUPERSEDED` otherwise. */
    findPatientOf: async (told: Told, standing: Standing) => findAddressee((await getAsTold(told, standing)).patientId),

    /** What there is to tell of an appointment, to people and to calendars; throws `SUPERSEDED`. */
    async getVisit(told: Told, standing: Standing) {
      const record = await getAsTold(told, standing);
      const visit = await getVisitTo(record);
      // The zone is the one by which it was booked.
      const { timeZone } = record;
      return { ...visit, timeZone, invitation: invitationOf(record, { clinic: visit.clinic, sender: sender() }) };
    },

    /** The patient to whom a slot is offered; throws `OFFER_OVER`. */
    findPatientOffered: async (told: ToldOffer) => findAddressee((await getHold(told)).patientId),

    /** What there is to tell of a slot that is offered; throws `OFFER_OVER`. */
    async getOffer(told: ToldOffer) {
      const hold = await getHold(told);
      return { ...(await getVisitTo(hold)), until: new Date(hold.endsAt) };
    },
  };
}

function standsAs(record: SealedAppointment, standing: Standing, now: Date): boolean {
  return standing === 'ahead' ? isAhead(record, now) : record.status === standing;
}

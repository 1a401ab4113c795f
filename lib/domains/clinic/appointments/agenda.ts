import { type Caller, callerId } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type ClinicRules, createClinicRules } from '../clinics/rules-service.ts';
import { type Days, daysAmong, daysAt, stretchFrom } from '../days/service.ts';
import { presentAt, type WorkingDoctor, workingDoctorAt } from '../doctors/work-service.ts';
import { type Attendee, attendeeAt, createAttendees } from '../patients/attendance-service.ts';
import { type Holder, holdAt, holderAt, type StoredHold } from './hold-repository.ts';
import { type Waiter, waiterAt } from './waiter-repository.ts';

/** Whom an appointment is to bring together, and when; `start` in milliseconds since 1970. */
interface Wish {
  readonly doctorId: string;
  readonly patientId: string;
  readonly start: number;
  readonly holdId?: string | undefined;
}

/** All that decides whether an appointment can be, as it was read. */
export interface Agenda {
  readonly doctor: WorkingDoctor;
  readonly clinic: ClinicRules;
  readonly attendee: Attendee;
  readonly days: { readonly doctor: Days; readonly patient: Days };
  readonly hold?: Stored<StoredHold> | undefined;
  readonly holder?: Stored<Holder> | undefined;
  readonly waiter?: Stored<Waiter> | undefined;
}

/** The same, as far as it is there: of the patient what is within the caller’s reach, and of the doctors one of the patient’s clinic. */
export type FoundAgenda = Pick<Agenda, 'days' | 'hold' | 'holder' | 'waiter'> & {
  readonly [P in 'doctor' | 'clinic' | 'attendee']: Agenda[P] | undefined;
};

/** What agendas are read with. */
export interface AgendaDependencies extends Pick<Platform, 'read'> {
  readonly keyring: Pick<Keyring, 'open'>;
}

/** Reads all that decides whether an appointment can be, by two reads. */
export function createAgendas({ read, keyring }: AgendaDependencies) {
  const clinics = createClinicRules({ read });
  const attendees = createAttendees({ keyring });

  const daysOf = ({ doctorId, patientId, start }: Wish) => [
    ...daysAt('doctor', doctorId, stretchFrom(start)),
    ...daysAt('patient', patientId, stretchFrom(start)),
  ];

  return {
    /** Reads what there is of an agenda. */
    async read(caller: Caller, wish: Wish): Promise<FoundAgenda> {
      const { doctorId, patientId, holdId } = wish;
      const held = holdId === undefined ? [] : [holdAt(holdId), holderAt(callerId(caller)), waiterAt(patientId)];
      const [person, sealed, storedKey, ...others] = await read.findTogether([
        workingDoctorAt(doctorId),
        ...attendeeAt(patientId),
        ...daysOf(wish),
        ...held,
      ]);
      const attendee = await attendees.open(caller, sealed, storedKey);
      // Who is out of reach costs the same reads as who is not there.
      const clinic = await clinics.find(attendee?.record.clinicId ?? patientId);
      const doctor = clinic && presentAt(person, clinic.id);
      const days = { doctor: daysAmong(others, doctorId), patient: daysAmong(others, patientId) };
      const kept = { hold: others.find(isHold), holder: others.find(isHolder), waiter: others.find(isWaiter) };
      return { doctor, clinic, attendee, days, ...kept };
    },

    /** Reads the days again that an appointment is to lie in, by one read. */
    async readDays(wish: Wish): Promise<Agenda['days']> {
      const found = await read.findTogether(daysOf(wish));
      return { doctor: daysAmong(found, wish.doctorId), patient: daysAmong(found, wish.patientId) };
    },
  };
}

type Found = object | undefined;

function isHold(found: Found): found is Stored<StoredHold> {
  return found !== undefined && 'endsAt' in found;
}

function isHolder(found: Found): found is Stored<Holder> {
  return found !== undefined && 'held' in found;
}

function isWaiter(found: Found): found is Stored<Waiter> {
  return found !== undefined && 'waits' in found;
}

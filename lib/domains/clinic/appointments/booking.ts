import type { Caller } from '../../../access/caller.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import { createDueItems } from '../../../due/due-items.ts';
import { unknownReference } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { bookVisit } from '../days/service.ts';
import { appointmentBooked } from '../events/appointments.ts';
import { countAppointment } from '../patients/attendance-service.ts';
import { type Agenda, type AgendaDependencies, createAgendas, type FoundAgenda } from './agenda.ts';
import { useOf } from './hold-use.ts';
import { createPlacing, type Placing } from './placing.ts';
import { type AppointmentRecord, insertAppointment } from './record-repository.ts';
import { PlanOutdated } from './refusals.ts';
import { planReminder } from './reminders.ts';
import type { Appointment, NewAppointment } from './schema.ts';
import { shownAppointment } from './shown-appointment.ts';
import { entryAbout, eventAbout } from './subject.ts';
import { timesOf, visitOf, wholeSecond } from './times.ts';

type Dependencies = AgendaDependencies & Pick<Platform, 'commit' | 'clock' | 'newId'>;

export type Booking = ReturnType<typeof createBooking>;

/** Books appointments. */
export function createBooking({ read, commit, clock, newId, keyring }: Dependencies) {
  const agendas = createAgendas({ read, keyring });
  const place = createPlacing({ read });
  const dues = createDueItems({ clock, newId, read });

  async function attempt(caller: Caller, wish: NewAppointment): Promise<Stored<Appointment>> {
    const agenda = complete(await agendas.read(caller, { ...wish, start: Date.parse(wish.start) }));
    const now = clock();
    const placed = await place(agenda, {
      start: Date.parse(wish.start),
      now: now.getTime(),
      use: useOf(agenda, caller, wish, now),
    });
    return store(caller, wish, agenda, placed, now);
  }

  async function store(caller: Caller, wish: NewAppointment, agenda: Agenda, placed: Placing, now: Date) {
    const record = newRecord(wish, agenda, placed, { id: newId(now.getTime()), now });
    const { attendee } = agenda;
    const reminder = planReminder(dues, record, now);
    const visit = bookVisit(visitOf(record), { ...placed.options, held: placed.use?.slot });
    const writes: Write[] = [
      ...[insertAppointment(record, attendee.key), ...visit, ...placed.demands],
      ...[countAppointment(record.patientId, 1), ...(placed.use?.writes ?? []), ...reminder.writes],
    ];
    return commit(writes, {
      events: [appointmentBooked.of(eventAbout(record)), ...reminder.events],
      audit: [entryAbout(caller, 'appointment.booked', record, attendee)],
      result: shownAppointment({ ...record, version: 1 }),
      lookAgain: placed.lookAgain(() => agendas.readDays({ ...wish, start: placed.slot.start })),
    });
  }

  return {
    /**
     * Books an appointment by one transaction and two reads, or refuses it by these and one more that names the next slot. Throws
     * `UNKNOWN_REFERENCE`, `SLOT_UNAVAILABLE`, `SLOT_TAKEN`, `PATIENT_BUSY`, `HOLD_EXPIRED`, `CONCURRENT_CHANGE`.
     */
    book: (caller: Caller, wish: NewAppointment): Promise<Stored<Appointment>> =>
      retryOnConflict(
        () => attempt(caller, wish),
        (error) => error instanceof PlanOutdated,
      ),
  };
}

/** The agenda whose patient and doctor a body names; throws `UNKNOWN_REFERENCE` for a patient, or a doctor of theirs, who is not there. */
function complete({ attendee, clinic, doctor, ...others }: FoundAgenda): Agenda {
  if (!attendee || !clinic) throw unknownReference('patientId', 'patient');
  if (!doctor) throw unknownReference('doctorId', 'doctor');
  return { attendee, clinic, doctor, ...others };
}

function newRecord(
  { reason }: NewAppointment,
  { doctor, clinic, attendee }: Agenda,
  { slot }: Placing,
  { id, now }: { readonly id: string; readonly now: Date },
): AppointmentRecord {
  const at = now.toISOString();
  return {
    ...{ id, clinicId: clinic.id, doctorId: doctor.id, patientId: attendee.record.id, reason },
    ...timesOf(slot, clinic.timeZone),
    ...{ status: 'booked', sequence: 0, stampedAt: wholeSecond(now).toISOString(), createdAt: at, updatedAt: at },
  };
}

import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import { createDueItems } from '../../../due/due-items.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveVisit, withoutVisit } from '../days/service.ts';
import { appointmentRescheduled } from '../events/appointments.ts';
import { countAppointment, knowsAllPatients } from '../patients/attendance-service.ts';
import { type Agenda, createAgendas, type FoundAgenda } from './agenda.ts';
import { createPlacing, type Placing } from './placing.ts';
import { updateAppointment } from './record-repository.ts';
import { type AppointmentDependencies, createAppointmentRecords, type OpenedAppointment } from './records.ts';
import { appointmentAbsentFor, illegalTransition, slotUnavailable } from './refusals.ts';
import { planReminder } from './reminders.ts';
import type { Appointment, AppointmentMove } from './schema.ts';
import { shownAppointment } from './shown-appointment.ts';
import { entryAbout, eventAbout } from './subject.ts';
import { nextStamp, timesOf, visitOf } from './times.ts';
import { freedBy, requireOffice } from './transition-rules.ts';

type Dependencies = AppointmentDependencies & Pick<Platform, 'commit' | 'clock' | 'newId'>;

export type Rescheduling = ReturnType<typeof createRescheduling>;

/** Moves appointments to other times. */
export function createRescheduling({ read, commit, clock, newId, keyring }: Dependencies) {
  const records = createAppointmentRecords({ read, keyring });
  const agendas = createAgendas({ read, keyring });
  const place = createPlacing({ read });
  const dues = createDueItems({ clock, newId, read });

  async function move(caller: Caller, opened: OpenedAppointment, start: number): Promise<Stored<Appointment>> {
    const now = clock();
    const { record } = opened;
    if (record.status !== 'booked') throw illegalTransition(record.status);
    requireOffice(caller, opened, now);
    if (Date.parse(record.start) === start) return show(caller, opened);
    const wish = { doctorId: record.doctorId, patientId: record.patientId, start };
    const agenda = complete(caller, await agendas.read(caller, wish));
    const ownFree = (days: Agenda['days']): Agenda['days'] => ({
      doctor: withoutVisit(days.doctor, visitOf(record)),
      patient: withoutVisit(days.patient, visitOf(record)),
    });
    const placed = await place({ ...agenda, days: ownFree(agenda.days) }, { start, now: now.getTime() });
    const lookAgain = placed.lookAgain(async () => ownFree(await agendas.readDays(wish)));
    return store(caller, opened, agenda, placed, { now, lookAgain });
  }

  /** Shows an appointment that is where it is wished: nobody is told of a move. */
  function show(caller: Caller, { record, attendee }: OpenedAppointment): Promise<Stored<Appointment>> {
    return commit([], {
      audit: [entryAbout(caller, 'appointment.read', record, attendee)],
      result: shownAppointment(record),
    });
  }

  async function store(
    caller: Caller,
    { record }: OpenedAppointment,
    { clinic, attendee }: Agenda,
    { slot, demands, options }: Placing,
    { now, lookAgain }: { readonly now: Date; readonly lookAgain: () => Promise<void> },
  ) {
    const change = {
      ...timesOf(slot, clinic.timeZone),
      ...{ sequence: record.sequence + 1, stampedAt: nextStamp(record, now), updatedAt: now.toISOString() },
    };
    const after = { ...record, ...change, version: record.version + 1 };
    const reminder = planReminder(dues, after, now);
    const moved = moveVisit(visitOf(record), slot, options);
    const { subject, data } = eventAbout(after);
    const counted = [...moved, countAppointment(record.patientId, 0)];
    return commit([updateAppointment(record, change, attendee.key), ...counted, ...demands, ...reminder.writes], {
      events: [appointmentRescheduled.of({ subject, data: { ...data, freed: freedBy(record) } }), ...reminder.events],
      audit: [entryAbout(caller, 'appointment.rescheduled', record, attendee)],
      result: shownAppointment(after),
      lookAgain,
    });
  }

  return {
    /**
     * Moves an appointment, in one transaction, or leaves it as it is, as where it begins then already. Throws `APPOINTMENT_NOT_FOUND`, `ILLEGAL_TRANSITION`,
     * `APPOINTMENT_BEGUN`, `SLOT_UNAVAILABLE`, `SLOT_TAKEN`, `PATIENT_BUSY`, `CONCURRENT_CHANGE`.
     */
    reschedule: (caller: Caller, appointmentId: string, { start }: AppointmentMove): Promise<Stored<Appointment>> =>
      records.change(caller, appointmentId, (opened) => move(caller, opened, Date.parse(start))),
  };
}

/** The agenda of an appointment that was found a moment ago; of a doctor who works at the clinic no longer no slot is left. */
function complete(caller: Caller, { attendee, clinic, doctor, ...others }: FoundAgenda): Agenda {
  if (!attendee || !clinic) throw appointmentAbsentFor(knowsAllPatients(caller));
  if (!doctor) throw slotUnavailable('not_working', undefined);
  return { attendee, clinic, doctor, ...others };
}

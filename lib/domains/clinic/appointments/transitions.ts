import type { Caller } from '../../../access/caller.ts';
import type { AuditAction } from '../../../commit/audit-action.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { NewEvent } from '../../../events/definition.ts';
import type { Platform } from '../../../platform/platform.ts';
import { freeVisit, settleVisit } from '../days/service.ts';
import {
  appointmentCancelled,
  appointmentCheckedIn,
  appointmentCompleted,
  appointmentMissed,
} from '../events/appointments.ts';
import { countAppointment } from '../patients/attendance-service.ts';
import { type AppointmentChange, type AppointmentRecord, updateAppointment } from './record-repository.ts';
import { type AppointmentDependencies, createAppointmentRecords, type OpenedAppointment } from './records.ts';
import { illegalTransition } from './refusals.ts';
import type { Appointment, AppointmentStatus, Cancellation } from './schema.ts';
import { shownAppointment } from './shown-appointment.ts';
import { entryAbout, eventAbout } from './subject.ts';
import { nextStamp, visitOf } from './times.ts';
import { freedBy, requireAttendance, requireOffice } from './transition-rules.ts';

/** What a change of the state of an appointment does beside it, and what is told of it. */
interface Effect {
  readonly change: Omit<AppointmentChange, 'updatedAt'>;
  readonly writes: readonly Write[];
  readonly action: AuditAction;
  readonly event: NewEvent;
}

type Dependencies = AppointmentDependencies & Pick<Platform, 'commit' | 'clock'>;

export type Transitions = ReturnType<typeof createTransitions>;

/** Changes the states of appointments: `booked` to `checked_in` to `completed`, both to `cancelled`, and `booked` to `no_show`. */
export function createTransitions({ read, commit, clock, keyring }: Dependencies) {
  const records = createAppointmentRecords({ read, keyring });

  async function changeOpened(
    caller: Caller,
    opened: OpenedAppointment,
    from: readonly AppointmentStatus[],
    effectOf: (opened: OpenedAppointment, now: Date) => Effect,
  ): Promise<Stored<Appointment>> {
    const { status } = opened.record;
    if (!from.includes(status)) throw illegalTransition(status);
    const now = clock();
    return store(caller, opened, effectOf(opened, now), now.toISOString());
  }

  /** Makes a change from one of some states; throws `APPOINTMENT_NOT_FOUND`, `ILLEGAL_TRANSITION`, `CONCURRENT_CHANGE`. */
  const change = (
    caller: Caller,
    appointmentId: string,
    from: readonly AppointmentStatus[],
    effectOf: (opened: OpenedAppointment, now: Date) => Effect,
  ): Promise<Stored<Appointment>> =>
    records.change(caller, appointmentId, (opened) => changeOpened(caller, opened, from, effectOf));

  /** The same, for those alone who attend to patients at the clinic; throws `PERMISSION_DENIED`, too. */
  const attend: typeof change = (caller, appointmentId, from, effectOf) =>
    records.change(caller, appointmentId, async (opened) => {
      requireAttendance(caller, opened);
      return changeOpened(caller, opened, from, effectOf);
    });

  async function store(
    caller: Caller,
    { record, attendee }: OpenedAppointment,
    { change: changed, writes, action, event }: Effect,
    updatedAt: string,
  ) {
    const set = { ...changed, updatedAt };
    return commit([updateAppointment(record, set, attendee.key), ...writes], {
      events: [event],
      audit: [entryAbout(caller, action, record, attendee)],
      result: shownAppointment({ ...record, ...set, version: record.version + 1 }),
    });
  }

  return {
    /** Cancels an appointment, whose time is free again; throws `APPOINTMENT_BEGUN` for who has no office at the clinic, too. */
    cancel: (caller: Caller, appointmentId: string, { reason }: Cancellation): Promise<Stored<Appointment>> =>
      change(caller, appointmentId, ['booked', 'checked_in'], (opened, now) => {
        requireOffice(caller, opened, now);
        const { record } = opened;
        const sequence = record.sequence + 1;
        const { subject, data } = eventAbout({ ...record, sequence });
        return {
          change: {
            ...{ status: 'cancelled', sequence, stampedAt: nextStamp(record, now) },
            ...(reason !== undefined && { cancelReason: reason }),
          },
          writes: [...freeVisit(visitOf(record)), countAppointment(record.patientId, -1)],
          action: 'appointment.cancelled',
          event: appointmentCancelled.of({ subject, data: { ...data, freed: freedBy(record) } }),
        };
      }),

    /** Notes that the patient is there. */
    checkIn: (caller: Caller, appointmentId: string): Promise<Stored<Appointment>> =>
      attend(caller, appointmentId, ['booked'], (opened) => {
        const event = appointmentCheckedIn.of(eventAbout(opened.record));
        return { change: { status: 'checked_in' }, writes: [], action: 'appointment.checked-in', event };
      }),

    /** Notes that the patient has seen the doctor. */
    complete: (caller: Caller, appointmentId: string): Promise<Stored<Appointment>> =>
      attend(caller, appointmentId, ['checked_in'], (opened, now) => {
        const event = appointmentCompleted.of(eventAbout(opened.record));
        const writes = endOf(opened.record, now);
        return { change: { status: 'completed' }, writes, action: 'appointment.completed', event };
      }),

    /** Notes that the patient did not come. */
    miss: (caller: Caller, appointmentId: string): Promise<Stored<Appointment>> =>
      attend(caller, appointmentId, ['booked'], (opened, now) => {
        const event = appointmentMissed.of(eventAbout(opened.record));
        const writes = endOf(opened.record, now);
        return { change: { status: 'no_show' }, writes, action: 'appointment.missed', event };
      }),
  };
}

/** What becomes of the cells of an appointment that is over: they stay as they are, but of one that has not begun they are free. */
function endOf(record: AppointmentRecord, now: Date): Write[] {
  return Date.parse(record.start) > now.getTime() ? freeVisit(visitOf(record)) : settleVisit(visitOf(record));
}

import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import { unlessBroken } from '../../../data-keys/refusals.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createWorkingDoctors } from '../doctors/work-service.ts';
import {
  attendeeAbsentFor,
  attendeeAt,
  createAttendees,
  knowsAllPatients,
  standpointFor,
} from '../patients/attendance-service.ts';
import type { AppointmentFilter, PatientAppointmentFilter as Sifting } from './filter-schema.ts';
import {
  type AppointmentSelection,
  doctorPartition,
  openAppointment,
  patientPartition,
  queryAppointments,
  type SealedAppointment,
} from './record-repository.ts';
import type { AppointmentDependencies } from './records.ts';
import type { AppointmentInList } from './schema.ts';
import { shownAppointment } from './shown-appointment.ts';

type Dependencies = AppointmentDependencies & Pick<Platform, 'commit'>;

export type AppointmentListing = ReturnType<typeof createAppointmentListing>;

const noPage: Page<AppointmentInList> = { items: [] };

/** Lists appointments, the latest start first, which is on record before anything is seen. */
export function createAppointmentListing({ read, commit, keyring }: Dependencies) {
  const doctors = createWorkingDoctors({ read });
  const attendees = createAttendees({ keyring });

  const page = async (
    selection: Pick<AppointmentSelection, 'index' | 'partition'>,
    { from, to, status }: Sifting,
    request: PageRequest,
    shown: (sealed: Stored<SealedAppointment>) => AppointmentInList | undefined,
  ): Promise<Page<AppointmentInList>> => {
    const found = await queryAppointments({ read }, { ...selection, from, to, ...request });
    const sought = found.items.filter((each) => status === undefined || each.status === status);
    return { ...found, items: sought.flatMap((each) => shown(each) ?? []) };
  };

  /** The clinic in which the caller may see what a doctor is booked for; undefined where that is none. */
  async function clinicOf(caller: Caller, doctorId: string): Promise<string | undefined> {
    if (!knowsAllPatients(caller)) return caller.clinicId;
    const doctor = await doctors.find(doctorId);
    return doctor?.clinicId;
  }

  async function ofDoctor(caller: Caller, doctorId: string, sifting: Sifting, request: PageRequest) {
    const details = { doctorId, filters: Object.keys(sifting).sort() };
    await commit([], {
      audit: [{ action: 'appointments.listed', subject: 'appointments', outcome: 'success', details }],
    });
    const clinicId = await clinicOf(caller, doctorId);
    if (clinicId === undefined) return noPage;
    const partition = doctorPartition({ doctorId, clinicId });
    return page({ index: 'doctor', partition }, sifting, request, withoutReasons);
  }

  async function ofPatient(caller: Caller, patientId: string, sifting: Sifting, request: PageRequest) {
    const attendee = await attendees.open(caller, ...(await read.findTogether(attendeeAt(patientId))));
    if (!attendee) return undefined;
    const { record, key } = attendee;
    const details = { as: standpointFor(caller, record), clinicId: record.clinicId };
    await commit([], {
      audit: [{ action: 'appointments.listed', subject: `patients/${patientId}`, outcome: 'success', details }],
    });
    const partition = patientPartition({ patientId });
    return page({ index: 'patient', partition }, sifting, request, (sealed) => shownBy(key, sealed));
  }

  return {
    /**
     * Lists the appointments of a doctor at the caller’s clinic, without what is clinical, or of a patient; none where the caller may
     * not know of them. One query, and for a patient one batch read.
     */
    async list(
      caller: Caller,
      { doctorId, patientId, ...sifting }: AppointmentFilter,
      request: PageRequest,
    ): Promise<Page<AppointmentInList>> {
      if (doctorId !== undefined) return ofDoctor(caller, doctorId, sifting, request);
      return (patientId && (await ofPatient(caller, patientId, sifting, request))) || noPage;
    },

    /** Lists the appointments of a patient by one batch read and one query; throws `PATIENT_NOT_FOUND`. */
    async ofPatient(
      caller: Caller,
      patientId: string,
      sifting: Sifting,
      request: PageRequest,
    ): Promise<Page<AppointmentInList>> {
      const found = await ofPatient(caller, patientId, sifting, request);
      if (!found) throw attendeeAbsentFor(caller);
      return found;
    },
  };
}

function withoutReasons(sealed: Stored<SealedAppointment>): AppointmentInList {
  const { reason: _r, cancelReason: _c, ...shown } = sealed;
  return shown;
}

/** What a list of a patient shows of an appointment; nothing of one that does not open, which is told. */
function shownBy(key: DataKey, sealed: Stored<SealedAppointment>): AppointmentInList | undefined {
  try {
    return shownAppointment(openAppointment(sealed, key));
  } catch (error) {
    return unlessBroken(error);
  }
}

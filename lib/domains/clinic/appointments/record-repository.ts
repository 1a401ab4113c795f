import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import type { Index } from '../../../data/database.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { at } from '../../../data/read.ts';
import { readable } from '../../../data/readable.ts';
import { check, insert, update, type Write } from '../../../data/write.ts';
import type { DataKey, Owner } from '../../../data-keys/data-key.ts';
import { sealedFields } from '../../../data-keys/sealed-fields.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, instant, keptTimeZone, type Output, schema } from '../../../schemas.ts';
import { type AppointmentStatus, appointmentStatus } from './schema.ts';

const keyOf = ({ id }: { readonly id: string }) => ({ pk: `APPOINTMENT#${id}`, sk: 'APPOINTMENT' });

const seals = sealedFields({
  table: 'clinic',
  key: ({ id }: { readonly id: string; readonly patientId: string }) => keyOf({ id }),
  owner: ({ patientId }): Owner => `patients/${patientId}`,
  fields: { reason: schema(() => z.string()), cancelReason: schema(() => z.string().optional()) },
});

/** What of an appointment is stored as it is. */
const planned = schema(() =>
  z.object({
    id: id(),
    clinicId: id(),
    doctorId: id(),
    patientId: id(),
    start: instant(),
    end: instant(),
    /** Until when the doctor sees nobody else: the end, and the buffer after it. */
    busyUntil: instant(),
    /** The zone of the clinic as it was booked, and what the clock on its wall shows at the start by what was known then. */
    timeZone: keptTimeZone(),
    wallStart: z.string(),
    status: appointmentStatus(),
    /** How often it was moved or cancelled: by this and the stamp, calendars know which invitation is the newest (RFC 5546). */
    sequence: z.int().min(0),
    /** When it was booked, moved or cancelled, in whole seconds; each time later than before. */
    stampedAt: instant(),
    createdAt: instant(),
    updatedAt: instant(),
    ofDoctor: z.string(),
    ofPatient: z.string(),
    startKey: z.string(),
  }),
);

/** The appointments, each with what is clinical sealed by the key of its patient. */
export const appointments = entity({
  name: 'appointment',
  table: 'clinic',
  schema: schema(() => planned().extend(seals.stored())),
  key: keyOf,
});

/** An appointment as it is stored, with what is clinical sealed. */
export type SealedAppointment = ValueOf<typeof appointments>;

type Place = 'ofDoctor' | 'ofPatient' | 'startKey';

/** An appointment, opened. */
export type AppointmentRecord = Omit<Output<typeof planned>, Place> & ReturnType<typeof seals.open>;

/** The appointments of each doctor, by when they begin. */
const appointmentsOfDoctors: Index = { name: 'doctor', partitionKey: 'ofDoctor', sortKey: 'startKey' };

/** The appointments of each patient, by when they begin. */
const appointmentsOfPatients: Index = { name: 'patient', partitionKey: 'ofPatient', sortKey: 'startKey' };

/** The partition in which the appointments of a doctor at a clinic stand: whoever may see one of it may see all. */
export const doctorPartition = ({ doctorId, clinicId }: Pick<AppointmentRecord, 'doctorId' | 'clinicId'>): string =>
  `APPOINTMENTS#${doctorId}#${clinicId}`;

/** The partition in which the appointments of a patient stand. */
export const patientPartition = ({ patientId }: Pick<AppointmentRecord, 'patientId'>): string =>
  `APPOINTMENTS#${patientId}`;

/** Somebody else changed the appointment since it was read. */
export class AppointmentChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The appointment was changed at the same time. Try again.');
  }
}

/** Opens an appointment by the key of its patient; throws `SealBroken`. */
export function openAppointment(sealed: Stored<SealedAppointment>, key: DataKey): Stored<AppointmentRecord> {
  const { ofDoctor: _d, ofPatient: _p, startKey: _s, reason: _r, cancelReason: _c, ...plain } = sealed;
  return { ...plain, ...seals.open(sealed, key) };
}

/** The most items of one batch read. */
const mostTogether = 100;

/** Finds appointments by their ids, a hundred by one batch read, without what is clinical opened; those that are gone are left out. */
export async function findAppointments(
  { read }: Pick<Platform, 'read'>,
  ids: readonly string[],
): Promise<Stored<SealedAppointment>[]> {
  const found: (Stored<SealedAppointment> | undefined)[] = [];
  for (let first = 0; first < ids.length; first += mostTogether)
    found.push(
      ...(await read.findTogether(ids.slice(first, first + mostTogether).map((id) => at(appointments, { id })))),
    );
  return found.filter((each) => each !== undefined);
}

/** Stores a new appointment, sealed by the key of its patient. */
export function insertAppointment({ reason, ...record }: AppointmentRecord, key: DataKey): Write {
  const { id, patientId } = record;
  const lists = { ofDoctor: doctorPartition(record), ofPatient: patientPartition(record) };
  const sealed = seals.seal({ id, patientId }, { reason }, key);
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is an appointment with this id already.');
  return insert(appointments, { ...record, ...lists, ...placeOf(record), ...sealed } as SealedAppointment, {
    conflict,
  });
}

/** What a change of an appointment sets. */
export type AppointmentChange = Partial<
  Pick<
    AppointmentRecord,
    'start' | 'end' | 'busyUntil' | 'timeZone' | 'wallStart' | 'sequence' | 'stampedAt' | 'cancelReason'
  >
> & { readonly status?: AppointmentStatus; readonly updatedAt: string };

/** Changes an appointment as it was read; throws `AppointmentChanged`. */
export function updateAppointment(
  record: Stored<AppointmentRecord>,
  { cancelReason, ...change }: AppointmentChange,
  key: DataKey,
): Write {
  const { id, patientId, version } = record;
  const set = {
    ...change,
    ...(change.start !== undefined && placeOf({ id, start: change.start })),
    ...(cancelReason !== undefined && seals.seal({ id, patientId }, { cancelReason }, key)),
  } as Partial<SealedAppointment>;
  const conflict = () => new AppointmentChanged();
  return update(appointments, { id }, { set, when: equals('version', version), conflict });
}

/** Demands that an appointment is as it was read; throws `AppointmentChanged`. */
export function requireAppointmentAsRead({ id, version }: Stored<Pick<AppointmentRecord, 'id'>>): Write {
  return check(appointments, { id }, { when: equals('version', version), conflict: () => new AppointmentChanged() });
}

function placeOf({ id, start }: Pick<AppointmentRecord, 'id' | 'start'>): Pick<SealedAppointment, 'startKey'> {
  return { startKey: `${start}#${id}` };
}

/** Which appointments a page is to have: of one list, the latest start first. */
export interface AppointmentSelection extends PageRequest {
  readonly index: 'doctor' | 'patient';
  readonly partition: string;
  /** The earliest and the latest start, in RFC 3339. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Reads a page of appointments by one query; one that cannot be read is logged and left out. */
export function queryAppointments(
  { read }: Pick<Platform, 'read'>,
  { index, from = '0', to = '~', ...selection }: AppointmentSelection,
): Promise<Page<Stored<SealedAppointment>>> {
  // The id after the start sorts below the tilde, as every start does.
  const range = { from, to: `${to}#~` };
  return read.query(readable(appointments), { ...selection, index: indexes[index], range, descending: true });
}

const indexes = { doctor: appointmentsOfDoctors, patient: appointmentsOfPatients };

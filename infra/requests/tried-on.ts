import { seededClinics } from '../../lib/domains/clinic/seeds/clinics.ts';
import { seededDoctors } from '../../lib/domains/clinic/seeds/doctors.ts';
import { seededPatients } from '../../lib/domains/clinic/seeds/patient-list.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';

/** What a path is tried on, by the name of its parameter: what is seeded of the clinic North, or what an earlier request made. */
export const triedOn: Readonly<Record<string, string | undefined>> = {
  clinicId: seededClinics[0].id,
  doctorId: seededDoctors[0]?.id,
  patientId: seededPatients[0]?.id,
  userId: idFrom('somebody'),
  keyId: idFrom('createApiKey'),
  closureId: idFrom('addClosure', 'closure.id'),
  timeOffId: idFrom('addTimeOff', 'timeOff.id'),
  extraHoursId: idFrom('addExtraHours'),
  appointmentId: idFrom('bookAppointment'),
  holdId: idFrom('holdSlot', 'holdId'),
  entryId: idFrom('joinWaitingList'),
  eventId: '{{listAuditEvents.response.body.data[0].id}}',
};

/** What changes a whole thing, or ends it, is tried on one that was made for it, so that what is seeded stays for the others. */
const madeForChanges = [
  { place: '/v1/clinics/{clinicId}', includesParts: false, made: idFrom('createClinic') },
  { place: '/v1/patients/{patientId}', includesParts: true, made: idFrom('registerPatient') },
  { place: '/v1/appointments/{appointmentId}/cancel', includesParts: false, made: idFrom('appointmentToCancel') },
  { place: '/v1/appointments/{appointmentId}/no-show', includesParts: false, made: idFrom('appointmentToMiss') },
] as const;

/** By which of its filters a list is asked for that has to name one of several. */
const listedBy: Readonly<Record<string, string | undefined>> = {
  '/v1/appointments': 'patientId',
  '/v1/waiting-list': 'patientId',
};

/** The URL of a request to a route, with variables for the parameters of its path and for those that its query has to have. */
export function urlOf({ method, path }: HttpTrigger, required: readonly string[]): string {
  const listed = method === 'GET' ? (listedBy[path] ?? []) : [];
  const query = required.concat(listed).map((name) => `${name}={{${name}}}`);
  return `${addressOf({ method, path })}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function addressOf({ method, path }: Pick<HttpTrigger, 'method' | 'path'>): string {
  const changed = method === 'GET' ? undefined : madeForChanges.find((each) => isWithin(path, each));
  const made = changed ? path.replace(/\{\w+\}/, changed.made) : path;
  return `{{api}}${made.replace(/(?<!\{)\{(\w+)\}(?!\})/g, '{{$1}}')}`;
}

function isWithin(path: string, { place, includesParts }: (typeof madeForChanges)[number]): boolean {
  return path === place || (includesParts && path.startsWith(`${place}/`));
}

/** The id in the answer of a request, by the path to it within `data`. */
function idFrom(request: string, path = 'id'): string {
  return `{{${request}.response.body.data.${path}}}`;
}

import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';
import type { Identified } from './visitor.ts';
import type { Visitors } from './visitors.ts';

/** A seeded doctor of the clinic North. */
export const doctorId = '019a0000-0000-7000-8000-00000000a002';
const northClinic = '019a0000-0000-7000-8000-00000000c001';

/** A clinic of its own, to which nobody belongs. */
export async function newClinic({ ask, admin: { accessToken } }: Visitors): Promise<string> {
  return (await ask<Identified>('/v1/clinics', { accessToken, data: { name: 'West', timeZone: 'Europe/Berlin' } })).id;
}

/** A patient of the clinic North whom nobody knows. */
export async function newPatient({ ask, admin: { accessToken } }: Visitors): Promise<string> {
  return (await ask<Identified>('/v1/patients', { accessToken, data: patientData() })).id;
}

function patientData() {
  return { name: 'Grace Hopper', email: `${randomUUID()}@example.com`, phone: '+12125550123', clinicId: northClinic };
}

/** Hours of a day that nobody else has added, since those of one day must not overlap. */
function hoursOf(day: number) {
  return { date: `2098-03-${String(day).padStart(2, '0')}`, from: '09:00', to: '12:00' };
}

const closure = { from: '2098-11-27', to: '2098-11-28', reason: 'Thanksgiving' };
const timeOff = { from: '2098-03-16T08:00:00.000Z', to: '2098-03-20T17:00:00.000Z', reason: 'Conference' };

/** What the routes of the clinic need that an admin cannot call with the examples of the document. */
export const clinicPreparations: Readonly<Record<string, (visitors: Visitors) => Promise<Call>>> = {
  createClinic: async () => ({ body: { name: 'West', timeZone: 'Europe/Berlin' } }),
  updateClinic: async (visitors) => ({ path: { clinicId: await newClinic(visitors) }, body: { name: 'Far West' } }),
  addClosure: async (visitors) => ({ path: { clinicId: await newClinic(visitors) }, body: closure }),
  async removeClosure(visitors) {
    const clinicId = await newClinic(visitors);
    const { accessToken } = visitors.admin;
    const added = await visitors.ask<{ closure: Identified }>(`/v1/clinics/${clinicId}/closures`, {
      accessToken,
      data: closure,
    });
    return { path: { clinicId, closureId: added.closure.id } };
  },
  addTimeOff: async () => ({ path: { doctorId }, body: timeOff }),
  async removeTimeOff({ ask, admin: { accessToken } }) {
    const added = await ask<{ timeOff: Identified }>(`/v1/doctors/${doctorId}/time-off`, {
      accessToken,
      data: timeOff,
    });
    return { path: { doctorId, timeOffId: added.timeOff.id } };
  },
  addExtraHours: async () => ({ path: { doctorId }, body: hoursOf(1) }),
  async removeExtraHours({ ask, admin: { accessToken } }) {
    const { id } = await ask<Identified>(`/v1/doctors/${doctorId}/extra-hours`, { accessToken, data: hoursOf(2) });
    return { path: { doctorId, extraHoursId: id } };
  },
  registerPatient: async () => ({ body: patientData() }),
  updatePatient: async (visitors) => ({
    path: { patientId: await newPatient(visitors) },
    body: { name: 'Grace Murray' },
  }),
  async restorePatient(visitors) {
    const patientId = await newPatient(visitors);
    await visitors.ask(`/v1/patients/${patientId}`, { method: 'DELETE', accessToken: visitors.admin.accessToken });
    return { path: { patientId } };
  },
  linkPatient: async (visitors) => ({
    path: { patientId: await newPatient(visitors) },
    body: { userId: (await visitors.visitor()).id },
  }),
};

import { newAppointment, newEntry, newHold } from './appointment-calls.ts';
import { doctorId, newClinic, newPatient } from './clinic-calls.ts';
import type { Operation, Published } from './published.ts';
import type { Identified } from './visitor.ts';
import type { Visitors } from './visitors.ts';

/** What stands for a parameter of a path, where no preparation says so. */
export const pathParameters: Readonly<Record<string, (visitors: Visitors) => Promise<string>>> = {
  userId: async ({ visitor }) => (await visitor()).id,
  name: async () => 'email',
  clinicId: newClinic,
  doctorId: async () => doctorId,
  patientId: newPatient,
  appointmentId: newAppointment,
  holdId: newHold,
  entryId: newEntry,
  deadLetterId: ({ deadLetter }) => deadLetter(),
  async eventId({ ask, admin: { accessToken } }) {
    const [event] = await ask<Identified[]>('/v1/audit-events?limit=1', { method: 'GET', accessToken });
    return event?.id ?? '';
  },
  async keyId({ ask, admin: { accessToken } }) {
    const key = {
      name: 'Laboratory',
      permissions: ['users:read'],
      dailyQuota: 1,
      expiresAt: '2099-01-01T00:00:00.000Z',
    };
    return (await ask<Identified>('/v1/api-keys', { accessToken, data: key })).id;
  },
  async asset({ apiUrl }) {
    const page = await (await fetch(`${apiUrl}/docs`)).text();
    return /"\/docs\/([\w.-]+)"/.exec(page)?.[1] ?? '';
  },
};

/** The first example of a route's body; undefined where it has none. */
export function exampleBody({ requestBody }: Pick<Operation, 'requestBody'>, { components }: Published): unknown {
  const media = requestBody?.content['application/json'];
  const reference = media?.schema?.$ref;
  const model = typeof reference === 'string' ? components.schemas[reference.split('/').at(-1) ?? ''] : media?.schema;
  const [shown] = Object.values(media?.examples ?? {});
  const [ofModel] = Array.isArray(model?.examples) ? model.examples : [];
  return media?.example ?? shown?.value ?? ofModel;
}

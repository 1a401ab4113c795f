import { answerLanguage } from '../../lib/accepted-language.ts';
import {
  type AppointmentCalendars,
  createAppointmentCalendars,
} from '../../lib/domains/clinic/appointments/calendars.ts';
import { appointmentPath, calendarFile } from '../../lib/domains/clinic/appointments/schema.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { bare, http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { senderAddress } from '../../lib/mail/sender.ts';

/**
 * Writes an appointment as a file that calendars take in. It is the one of the newest mail about it, in the language that
 * `Accept-Language` asks for, and says neither why the patient comes nor anything else that is clinical. That it was read is on
 * record.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/appointments/{appointmentId}/calendar',
  allow: ['appointments:read'],
  params: appointmentPath,
  responses: { 200: bare('text/calendar', calendarFile) },
  problems: { 404: ['APPOINTMENT_NOT_FOUND'] },
  acceptsLanguage: answerLanguage,
  grants: ['appointments:open', 'data-keys:open', 'clinics:read', 'doctors:read', 'mail:sign', 'audit:append'],
});
export const createHandler = (calendars: Pick<AppointmentCalendars, 'write'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, request: { headers } }) =>
      calendars.write(caller, params.appointmentId, answerLanguage(headers['accept-language'])),
    stack,
  );
export const handler = createHandler(
  createAppointmentCalendars({ read, commit, keyring, sender: senderAddress }),
  liveStack,
);

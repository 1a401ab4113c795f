import type { DueDefinition } from '../events/due-definition.ts';
import { appointmentReminderDue } from './clinic/events/appointments.ts';
import { slotOfferOver } from './clinic/events/waiting-list.ts';
import { apiKeyExpired } from './identity/events/api-keys.ts';

/** Every kind of things to be done at an instant that a domain declares. */
export const dues = [apiKeyExpired, appointmentReminderDue, slotOfferOver] as const satisfies readonly DueDefinition[];

import type { EventDefinition } from '../events/definition.ts';
import { events as appointments } from './clinic/events/appointments.ts';
import { events as clinics } from './clinic/events/clinics.ts';
import { events as patients } from './clinic/events/patients.ts';
import { events as readers } from './clinic/events/readers.ts';
import { events as waitingList } from './clinic/events/waiting-list.ts';
import { events as walls } from './clinic/events/walls.ts';
import { events as accounts } from './identity/events/accounts.ts';
import { events as passwords } from './identity/events/passwords.ts';
import { events as secondFactor } from './identity/events/second-factor.ts';
import { events as signIn } from './identity/events/sign-in.ts';

/** Every type of event that a domain declares. */
export const events = [
  ...accounts,
  ...passwords,
  ...secondFactor,
  ...signIn,
  ...clinics,
  ...patients,
  ...appointments,
  ...waitingList,
  ...readers,
  ...walls,
] as const satisfies readonly EventDefinition[];

/** The type of an event that a domain declares. */
export type EventType = (typeof events)[number]['type'];

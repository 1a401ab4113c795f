import type { Domain } from '../../lib/stacks.ts';

/** What the routes of each domain are about; the domain is the tag of its routes. */
const descriptions: Readonly<Record<Domain, string>> = {
  analytics: 'Figures of what happens.',
  'api-keys': 'Keys by which machines call.',
  appointments: 'Slots, holds and appointments, and the waiting list.',
  audit: 'Who did what to what, and whether the record of it is untouched.',
  auth: 'Registration, sign-in, second factor, passwords, and the links of mails.',
  clinics: 'Clinics, their opening hours and closures.',
  connections: 'Connections of the chat.',
  doctors: 'Doctors, their schedules and free time.',
  exports: 'Files of many records.',
  jobs: 'Work that goes on after its request was answered.',
  messages: 'Messages of care teams.',
  notifications: 'What people are told, and when.',
  orders: 'Orders, their shipping and refunds.',
  patients: 'Patients, and who has looked at their records.',
  payments: 'Payments of orders.',
  prescriptions: 'Prescriptions and refills.',
  products: 'Products, their stock and lots.',
  queues: 'What waits in the queues, and the messages that were given up.',
  reports: 'The figures of each day.',
  rooms: 'Rooms of care teams.',
  sessions: 'Where people are signed in.',
  system: 'Health, and the documents of the API.',
  users: 'People: one’s own account, and administration.',
};

/** Describes the tags of these domains, each once, in the order of their names. */
export function describeTags(domains: readonly string[]): { readonly name: string; readonly description: string }[] {
  const names = Object.keys(descriptions) as Domain[];
  return names.filter((name) => domains.includes(name)).map((name) => ({ name, description: descriptions[name] }));
}

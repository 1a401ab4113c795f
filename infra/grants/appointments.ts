import { holders, holds } from '../../lib/domains/clinic/appointments/hold-repository.ts';
import { appointments } from '../../lib/domains/clinic/appointments/record-repository.ts';
import { waiters } from '../../lib/domains/clinic/appointments/waiter-repository.ts';
import { waitingEntries } from '../../lib/domains/clinic/appointments/waiting-repository.ts';
import { clinics } from '../../lib/domains/clinic/clinics/repository.ts';
import { doctorDays, patientDays } from '../../lib/domains/clinic/days/repository.ts';
import { roster } from '../../lib/domains/clinic/days/roster-repository.ts';
import { doctors } from '../../lib/domains/clinic/doctors/repository.ts';
import { patients } from '../../lib/domains/clinic/patients/record-repository.ts';
import { type GrantStatements, none, onClinic, partitionAt } from '../statements.ts';

const listOf = (name: 'doctor' | 'patient') => ({ kind: 'index', table: 'clinic', name }) as const;
const days = [doctorDays.key(none), patientDays.key(none)];
const agenda = [doctors.key(none), patients.key(none), ...days];

/** What the grants on appointments and on the days that they lie in mean. */
export const appointmentGrants = {
  'appointments:open': [
    ...onClinic([appointments.key(none)], 'dynamodb:GetItem'),
    ...onClinic([patients.key(none)], 'dynamodb:BatchGetItem'),
  ],
  'appointments:insert': onClinic([appointments.key(none)], 'dynamodb:PutItem'),
  'appointments:change': onClinic([appointments.key(none)], 'dynamodb:UpdateItem'),
  'appointments-of-doctors:list': [{ actions: ['dynamodb:Query'], on: listOf('doctor') }],
  'appointments-of-patients:list': [{ actions: ['dynamodb:Query'], on: listOf('patient') }],
  'agendas:read': onClinic(agenda, 'dynamodb:BatchGetItem'),
  'bookings:refer': onClinic([doctors.key(none), clinics.key(none), patients.key(none)], 'dynamodb:ConditionCheckItem'),
  'days:search': onClinic([partitionAt(doctorDays.key(none))], 'dynamodb:Query'),
  'patient-days:search': onClinic([partitionAt(patientDays.key(none))], 'dynamodb:Query'),
  'days:change': onClinic(days, 'dynamodb:UpdateItem'),
  'roster:enter': onClinic([roster.key(none)], 'dynamodb:UpdateItem'),
  'holds:use': [
    // A hold is read together with all else that decides.
    ...onClinic([...agenda, holds.key(none), holders.key(none), waiters.key(none)], 'dynamodb:BatchGetItem'),
    // One that was offered takes its entry from the waiting list with it.
    ...onClinic([holds.key(none), waitingEntries.key(none)], 'dynamodb:DeleteItem'),
    ...onClinic([holders.key(none), waiters.key(none)], 'dynamodb:UpdateItem'),
  ],
  'appointments:tell': onClinic([appointments.key(none)], 'dynamodb:GetItem'),
  'appointments:remind': onClinic([appointments.key(none)], 'dynamodb:ConditionCheckItem'),
  'offers:tell': onClinic([holds.key(none)], 'dynamodb:GetItem'),
} as const satisfies Partial<GrantStatements>;

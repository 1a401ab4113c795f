import { holders, holds } from '../../lib/domains/clinic/appointments/hold-repository.ts';
import { waiters } from '../../lib/domains/clinic/appointments/waiter-repository.ts';
import { waitingEntries } from '../../lib/domains/clinic/appointments/waiting-repository.ts';
import { clinics } from '../../lib/domains/clinic/clinics/repository.ts';
import { doctorDays, patientDays } from '../../lib/domains/clinic/days/repository.ts';
import { doctors } from '../../lib/domains/clinic/doctors/repository.ts';
import { patients } from '../../lib/domains/clinic/patients/record-repository.ts';
import { claims } from '../../lib/messaging/claims.ts';
import { type GrantStatements, none, onClinic, onPlatform, partitionAt } from '../statements.ts';

const listOf = (name: 'doctor' | 'patient') => ({ kind: 'index', table: 'clinic', name }) as const;

/** What the grants on holds and waiting lists mean; what is read together stands together. */
export const waitingGrants = {
  'holds:make': [
    ...onClinic([doctors.key(none), doctorDays.key(none), holders.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic([holds.key(none)], 'dynamodb:PutItem'),
    ...onClinic([doctorDays.key(none), holders.key(none)], 'dynamodb:UpdateItem'),
    ...onClinic([doctors.key(none), clinics.key(none)], 'dynamodb:ConditionCheckItem'),
    // When the next slot is free.
    ...onClinic([partitionAt(doctorDays.key(none))], 'dynamodb:Query'),
  ],
  'holds:release': [
    ...onClinic([holds.key(none), holders.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic([patients.key(none), waitingEntries.key(none), waiters.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic([holds.key(none)], 'dynamodb:DeleteItem'),
    ...onClinic(
      [doctorDays.key(none), holders.key(none), waitingEntries.key(none), waiters.key(none)],
      'dynamodb:UpdateItem',
    ),
  ],
  'waiting-list:join': [
    ...onClinic([doctors.key(none), patients.key(none), waiters.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic([waitingEntries.key(none)], 'dynamodb:PutItem'),
    ...onClinic([waiters.key(none)], 'dynamodb:UpdateItem'),
    ...onClinic([doctors.key(none), patients.key(none)], 'dynamodb:ConditionCheckItem'),
  ],
  'waiting-list:leave': [
    ...onClinic([waitingEntries.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic([patients.key(none), waiters.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic([waitingEntries.key(none), holds.key(none)], 'dynamodb:DeleteItem'),
    ...onClinic([waiters.key(none), doctorDays.key(none)], 'dynamodb:UpdateItem'),
  ],
  'waiting-list:list': [
    { actions: ['dynamodb:Query'], on: listOf('doctor') },
    { actions: ['dynamodb:Query'], on: listOf('patient') },
    ...onClinic([patients.key(none)], 'dynamodb:BatchGetItem'),
  ],
  'waiting-list:serve': [
    ...onPlatform([claims.key(none)], 'dynamodb:PutItem'),
    { actions: ['dynamodb:Query'], on: listOf('doctor') },
    ...onClinic([doctors.key(none), doctorDays.key(none)], 'dynamodb:BatchGetItem'),
    ...onClinic(
      [waitingEntries.key(none), waiters.key(none), patients.key(none), patientDays.key(none)],
      'dynamodb:BatchGetItem',
    ),
    ...onClinic([waitingEntries.key(none)], 'dynamodb:GetItem'),
    ...onClinic([holds.key(none)], 'dynamodb:PutItem'),
    ...onClinic([doctorDays.key(none), waitingEntries.key(none), waiters.key(none)], 'dynamodb:UpdateItem'),
    ...onClinic([doctors.key(none), clinics.key(none), patients.key(none)], 'dynamodb:ConditionCheckItem'),
  ],
} as const satisfies Partial<GrantStatements>;

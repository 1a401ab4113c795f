import { clinicPartition, clinics } from '../../lib/domains/clinic/clinics/repository.ts';
import { clinicUses } from '../../lib/domains/clinic/clinics/use-repository.ts';
import { doctorDays, patientDays } from '../../lib/domains/clinic/days/repository.ts';
import { roster } from '../../lib/domains/clinic/days/roster-repository.ts';
import { doctorIndex } from '../../lib/domains/clinic/doctors/doctor-index.ts';
import { doctors } from '../../lib/domains/clinic/doctors/repository.ts';
import { doctorUses } from '../../lib/domains/clinic/doctors/use-repository.ts';
import { patientCounts } from '../../lib/domains/clinic/patients/count-repository.ts';
import { patientEmails, patientNumbers } from '../../lib/domains/clinic/patients/marker-repository.ts';
import { patientIndex } from '../../lib/domains/clinic/patients/patient-index.ts';
import { patients } from '../../lib/domains/clinic/patients/record-repository.ts';
import { patientRows } from '../../lib/domains/clinic/patients/row-repository.ts';
import { readerMarks } from '../../lib/domains/clinic/readers/mark-repository.ts';
import { type GrantStatements, keepIndex, none, onClinic, onIndex, onPlatform, partitionAt } from '../statements.ts';
import { appointmentGrants } from './appointments.ts';
import { waitingGrants } from './waiting.ts';

/** Reads doctors whom an index has found, or is to enter. */
const readDoctors = onClinic([doctors.key(none)], 'dynamodb:BatchGetItem');

/** What the grants on clinics, doctors, patients and their readers mean. */
export const clinicGrants = {
  'clinics:read': onClinic([clinics.key(none)], 'dynamodb:GetItem'),
  'clinics:list': onClinic([{ pk: clinicPartition, sk: '' }], 'dynamodb:Query'),
  'clinics:create': onClinic([clinics.key(none)], 'dynamodb:PutItem'),
  'clinics:change': onClinic([clinics.key(none)], 'dynamodb:UpdateItem'),
  'clinics:delete': onClinic([clinics.key(none)], 'dynamodb:DeleteItem'),
  'clinics:refer': onClinic([clinics.key(none)], 'dynamodb:ConditionCheckItem'),
  'clinics:count': onClinic([clinicUses.key(none)], 'dynamodb:UpdateItem'),
  'clinics:zone': onClinic([clinics.key(none)], 'dynamodb:BatchGetItem'),
  'doctors:refer': onClinic([doctors.key(none)], 'dynamodb:ConditionCheckItem'),
  'doctors:count': onClinic([doctorUses.key(none)], 'dynamodb:UpdateItem'),
  'doctors:keep': onClinic([doctors.key(none)], 'dynamodb:UpdateItem'),
  'doctor-bookings:find': onClinic([doctorDays.key(none), roster.key(none)].map(partitionAt), 'dynamodb:Query'),
  'doctor-bookings:end': [
    ...onClinic([partitionAt(doctorDays.key(none))], 'dynamodb:Query'),
    ...onClinic([roster.key(none)], 'dynamodb:GetItem', 'dynamodb:DeleteItem'),
    // Where they are booked, it is told how many patients there are, too.
    ...onClinic([doctorUses.key(none)], 'dynamodb:GetItem'),
  ],
  'patient-bookings:rule-out': [
    ...onClinic([partitionAt(patientDays.key(none))], 'dynamodb:Query'),
    ...onClinic([patientCounts.key(none)], 'dynamodb:ConditionCheckItem'),
  ],
  'doctors:read': onClinic([doctors.key(none)], 'dynamodb:GetItem'),
  'doctors-index:search': [...onIndex(doctorIndex, 'dynamodb:Query'), ...readDoctors],
  'doctors-index:keep': [...readDoctors, ...keepIndex(doctorIndex)],
  'patients:register': [
    ...onClinic([patients.key(none), patientNumbers.key(none)], 'dynamodb:PutItem'),
    ...onClinic([patientRows.key(none)], 'dynamodb:UpdateItem'),
    // An admin may name a clinic that is not there.
    ...onClinic([clinics.key(none)], 'dynamodb:GetItem'),
  ],
  'patients:open': onClinic([patients.key(none), patientCounts.key(none)], 'dynamodb:BatchGetItem'),
  'patients:change': onClinic([patients.key(none), patientRows.key(none)], 'dynamodb:UpdateItem'),
  'patients:mark': onClinic([patientEmails.key(none)], 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'),
  'patients:address': onClinic([patients.key(none)], 'dynamodb:GetItem'),
  'attendees:read': onClinic([patients.key(none)], 'dynamodb:BatchGetItem'),
  'patients:count': onClinic([patientCounts.key(none)], 'dynamodb:UpdateItem'),
  ...appointmentGrants,
  ...waitingGrants,
  'reader-mark:keep': onPlatform([readerMarks.key(none)], 'dynamodb:GetItem', 'dynamodb:UpdateItem'),
  'patients-index:search': [
    ...onIndex(patientIndex, 'dynamodb:Query'),
    ...onClinic([patientRows.key(none)], 'dynamodb:BatchGetItem'),
  ],
  'patients-index:keep': [...onClinic([patientRows.key(none)], 'dynamodb:BatchGetItem'), ...keepIndex(patientIndex)],
} as const satisfies Partial<GrantStatements>;

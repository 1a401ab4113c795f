import * as z from 'zod';
import { id, moment, type Output, schema, whereSound } from '../../../schemas.ts';
import { appointmentStatus } from './schema.ts';

/** When listed appointments begin, and how they stand; as the query string of a URL has it. */
const sifting = () => ({
  from: moment('2030-03-18T00:00:00-04:00').optional().describe('The earliest start.'),
  to: moment('2030-03-19T00:00:00-04:00').optional().describe('The latest start.'),
  status: appointmentStatus().optional(),
});

/** Which appointments of a patient are listed. */
export const patientAppointmentFilter = schema(() => z.object(sifting()));
export type PatientAppointmentFilter = Output<typeof patientAppointmentFilter>;

/** Which appointments are listed: of a doctor or of a patient. */
export const appointmentFilter = schema(() =>
  z.object({
    doctorId: id().optional().describe('Whose appointments: those of this doctor, without what is clinical.'),
    patientId: id().optional().describe('Whose appointments: those of this patient.'),
    ...sifting(),
  }),
);
export type AppointmentFilter = Output<typeof appointmentFilter>;

/** Demands of a filter that it names one list: that of a doctor, or that of a patient. */
export const namesOneList = [
  ({ doctorId, patientId }: AppointmentFilter) => (doctorId === undefined) !== (patientId === undefined),
  {
    error: 'Must name either a doctor or a patient.',
    params: { code: 'one_of' },
    when: whereSound('doctorId', 'patientId'),
  },
] as const;

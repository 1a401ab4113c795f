import { seededClinics } from './clinics.ts';

const [{ id: north }, { id: south }] = seededClinics;

/** The doctors among the seeded people, by their ids and clinics. */
export const seededDoctors = [
  { id: '019a0000-0000-7000-8000-00000000a002', clinicId: north },
  { id: '019a0000-0000-7000-8000-00000000a007', clinicId: north },
  { id: '019a0000-0000-7000-8000-00000000a004', clinicId: south },
  { id: '019a0000-0000-7000-8000-00000000a008', clinicId: south },
] as const;

import type { Role } from '../../../access/permissions.ts';
import { RuleViolation } from '../../../errors.ts';
import type { RoleAssignment } from './schema.ts';

/** The roles of those who act only inside their clinic. */
const rolesOfClinic: readonly Role[] = ['doctor', 'staff'];

/** Throws `CLINIC_REQUIRED` for a doctor or staff without a clinic, `CLINIC_NOT_ALLOWED` for anybody else with one. */
export function requireClinicThatFits({ roles, clinicId }: RoleAssignment): void {
  const ofClinic = roles.some((role) => rolesOfClinic.includes(role));
  if (ofClinic && clinicId === undefined)
    throw new RuleViolation('CLINIC_REQUIRED', 'Doctors and staff belong to a clinic: say which.');
  if (!ofClinic && clinicId !== undefined)
    throw new RuleViolation('CLINIC_NOT_ALLOWED', 'Only doctors and staff belong to a clinic.');
}

/** The change of a person or of a security item that gives roles and a clinic, or takes the clinic away. */
export function assigning(wanted: RoleAssignment) {
  return { set: assignmentOf(wanted), remove: wanted.clinicId === undefined ? (['clinicId'] as const) : [] };
}

/** What is left of an assignment without its clinic: the roles that need none, or else that of a user. */
export function withoutClinic({ roles }: Pick<RoleAssignment, 'roles'>): RoleAssignment {
  const left = roles.filter((role) => !rolesOfClinic.includes(role));
  return { roles: left.length > 0 ? left : ['user'] };
}

/** The roles and the clinic alone; without a clinic the field is absent. */
export function assignmentOf({ roles, clinicId }: RoleAssignment): RoleAssignment {
  return { roles, ...(clinicId !== undefined && { clinicId }) };
}

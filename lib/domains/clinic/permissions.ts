import { type PermissionSet, roles } from '../../access/permissions.ts';

/** The permissions about clinics, doctors, patients and appointments, with the roles that hold them; a service says about which of them. */
export const clinicPermissions = {
  'clinics:read': { roles, insideClinic: true },
  'clinics:manage': { roles: ['admin'], insideClinic: false },
  'closures:write': { roles: ['staff', 'admin'], insideClinic: true },
  'doctors:read': { roles, insideClinic: true },
  'doctors:write': { roles: ['doctor', 'admin'], insideClinic: true },
  // Of the public, only those who are linked to a patient see one.
  'patients:read': { roles, insideClinic: true },
  'patients:write': { roles: ['doctor', 'staff', 'admin'], insideClinic: true },
  'patients:restore': { roles: ['staff', 'admin'], insideClinic: true },
  'patients:link': { roles: ['staff', 'admin'], insideClinic: true },
  // Of the public, only those who are linked to a patient see and make appointments, and those of this patient alone.
  'appointments:read': { roles, insideClinic: true },
  'appointments:write': { roles, insideClinic: true },
  'appointments:attend': { roles: ['doctor', 'staff', 'admin'], insideClinic: true },
  // Who has opened a record is for whom it is about, whatever they are, and for those who answer for it.
  'accesses:read': { roles, insideClinic: true },
} as const satisfies PermissionSet;

declare module '../../access/permissions.ts' {
  interface PermissionsOfStacks {
    clinic: typeof clinicPermissions;
  }
}

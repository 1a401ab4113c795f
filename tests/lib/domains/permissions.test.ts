import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../../infra/functions.ts';
import { roles } from '../../../lib/access/permissions.ts';
import { permissions, permissionsOf } from '../../../lib/domains/declared/permissions.ts';

const own = ['users:read', 'users:write', 'users:delete'];
const looking = ['clinics:read', 'doctors:read', 'patients:read'];
const ofPatients = ['patients:read', 'patients:write', 'patients:restore', 'patients:link'];
const booking = ['appointments:read', 'appointments:write'];
const attending = [...booking, 'appointments:attend'];

describe('the permissions', () => {
  it('are those of every stack, each for some role', () => {
    expect(permissions).toEqual(expect.arrayContaining(['users:read', 'queues:manage']));
    expect(permissions.filter((permission) => !permissionsOf(roles).has(permission))).toEqual([]);
  });

  it.each([
    ['user', [...looking, ...booking, 'accesses:read', ...own]],
    [
      'doctor',
      [
        'clinics:read',
        'doctors:read',
        'doctors:write',
        'patients:read',
        'patients:write',
        ...attending,
        'accesses:read',
        ...own,
      ],
    ],
    ['staff', ['clinics:read', 'closures:write', 'doctors:read', ...ofPatients, ...attending, 'accesses:read', ...own]],
    ['admin', permissions],
  ] as const)('of %s are what the role may try, and no more', (role, held) => {
    expect([...permissionsOf([role])]).toEqual(held);
  });

  it('are each asked for by a function, and no function asks for another', async () => {
    const asked = (await discoverFunctions()).flatMap(({ trigger }) =>
      trigger.kind === 'http' && typeof trigger.allow !== 'string' ? trigger.allow : [],
    );

    expect(asked.filter((name) => !permissions.includes(name))).toEqual([]);
    expect(permissions.filter((name) => !asked.includes(name))).toEqual([]);
  });
});

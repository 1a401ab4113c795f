import { beforeAll, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import type { Caller } from '../../lib/access/caller.ts';
import { type Permission, type Role, roles } from '../../lib/access/permissions.ts';
import { permissions, permissionsOf } from '../../lib/domains/declared/permissions.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { type Route, routesOf } from '../support/access/handlers.ts';
import { createOrigin, type Origin, type World, worldOf } from '../support/access/world.ts';
import { northClinic } from '../support/clinics.ts';
import { type RequestFields, send } from '../support/http.ts';
import { callerOf, machineWith, stackOf } from '../support/people.ts';

const manager: Permission[] = ['users:manage', 'api-keys:write'];
const callers = {
  'an admin in person': callerOf({ id: '019a0000-0000-7000-8000-00000000b005', roles: ['admin'] }),
  'a machine of every scope': machineWith(...permissions),
  'a machine that may manage and do what anybody may': machineWith(...manager, ...permissionsOf(['user'])),
  'a machine that may manage and do what a doctor may': machineWith(...manager, ...permissionsOf(['doctor'])),
  'a machine that may manage and do what staff may': machineWith(...manager, ...permissionsOf(['staff'])),
  'a machine that may manage alone': machineWith(...manager),
  'a machine that may manage and do a part of what anybody may': machineWith(...manager, 'users:read', 'users:delete'),
} as const satisfies Record<string, Caller>;
type Who = keyof typeof callers;

/** Which roles each may give; nobody else is to be told of. */
const mayGive: Readonly<Record<Who, readonly Role[]>> = {
  'an admin in person': roles,
  'a machine of every scope': ['user', 'doctor', 'staff'],
  'a machine that may manage and do what anybody may': ['user'],
  // Staff change no doctor, and a doctor closes no clinic.
  'a machine that may manage and do what a doctor may': ['user', 'doctor'],
  'a machine that may manage and do what staff may': ['user', 'staff'],
  'a machine that may manage alone': [],
  'a machine that may manage and do a part of what anybody may': [],
};

interface Giving {
  /** Readies the world, and says what to send to give a person these roles. */
  readonly give: (world: World, roles: readonly Role[]) => Promise<RequestFields>;
  readonly status: number;
  /** Who may, whatever the roles; by the roles where it is not said. */
  readonly only?: readonly Who[];
}

const assignmentOf = (held: readonly Role[]) => ({
  roles: [...held],
  ...(held.some((role) => role === 'doctor' || role === 'staff') && { clinicId: northClinic }),
});

/** Every route by which somebody gets rights, or gets them back. */
const givings: Readonly<Record<string, Giving>> = {
  'POST /v1/users': {
    give: async (_, held) => ({
      json: { email: `${held.join('-')}.new@example.com`, name: 'Grace Hopper', ...assignmentOf(held) },
    }),
    status: 201,
  },
  'PUT /v1/users/{userId}/roles': {
    give: async ({ people }, held) => ({ params: { userId: (await people.enrol()).id }, json: assignmentOf(held) }),
    status: 200,
  },
  'POST /v1/users/{userId}/restore': {
    async give({ people }, held) {
      const { id: userId } = await people.enrol(assignmentOf(held));
      await people.deletions.delete(callers['an admin in person'], { userId });
      return { params: { userId } };
    },
    status: 200,
  },
  'POST /v1/users/{userId}/invitation': {
    async give({ people }, held) {
      const invitation = { email: `${held.join('-')}.again@example.com`, name: 'Grace Hopper', ...assignmentOf(held) };
      const { id: userId } = await people.invitations.invite(callers['an admin in person'], invitation);
      return { params: { userId } };
    },
    status: 202,
  },
  // It lets nobody in who knows no password, and gives no role.
  'POST /v1/users/{userId}/unlock': {
    give: async ({ people }, held) => ({ params: { userId: (await people.enrol(assignmentOf(held))).id } }),
    status: 204,
    only: Object.keys(callers) as Who[],
  },
  // Keys do not make keys.
  'POST /v1/api-keys': {
    give: async () => ({ json: { name: 'Reports', permissions: ['users:list'], dailyQuota: 100 } }),
    status: 201,
    only: ['an admin in person'],
  },
};

let origin: Origin;

beforeAll(async () => {
  origin = await createOrigin();
});

const assignments: readonly (readonly Role[])[] = [...roles.map((role) => [role]), ['user', 'admin']];
const whos = Object.keys(callers) as Who[];
const cases = Object.keys(givings).flatMap((route) => whos.map((who) => ({ route, who })));

describe('who may give which roles', () => {
  it('is said of every route that a right to manage opens and that changes something', async () => {
    const managed = (await discoverFunctions()).flatMap(({ trigger }) =>
      trigger.kind === 'http' && gives(trigger) ? [`${trigger.method} ${trigger.path}`] : [],
    );

    expect(Object.keys(givings).sort()).toEqual(managed.sort());
  });

  it.each(cases)('$route: $who', async ({ route, who }) => {
    const world = await worldOf(origin);
    const { give, status, only } = givings[route] as Giving;
    const answers = [];

    for (const held of assignments) answers.push(await ask(world, who, route, await give(world, held)));

    const expected = assignments.map((held) => {
      const isAllowed = only ? only.includes(who) : held.every((role) => mayGive[who].includes(role));
      return isAllowed ? `${status}` : '403 PERSON_REQUIRED, recorded, nothing changed';
    });
    expect(answers).toEqual(expected);
  });

  it.each([
    ['a role that a person has already', ['admin'], ['admin'], '403 PERSON_REQUIRED, recorded, nothing changed'],
    ['fewer roles, none of them beyond its scopes', ['admin', 'user'], ['user'], '200'],
  ] as const)(
    'counts as given all that a person is to hold: a machine leaves somebody with %s',
    async (_, held, wanted, told) => {
      const world = await worldOf(origin);
      const { id: userId } = await world.people.enrol({ roles: [...held] });

      const answer = await ask(world, 'a machine of every scope', 'PUT /v1/users/{userId}/roles', {
        params: { userId },
        json: { roles: wanted },
      });

      expect(answer).toBe(told);
    },
  );
});

/** Asks, and tells what came of it in words. */
async function ask(world: World, who: Who, route: string, fields: RequestFields): Promise<string> {
  const stack = stackOf(callers[who]);
  const { trigger, handler } = routesOf(world, { ...world.stack, ...stack }).get(route) as Route;
  const stored = () => JSON.stringify(world.database.itemsOf('identity'));
  const before = stored();
  const { status, json } = await send(handler, { method: trigger.method, path: trigger.path, ...fields });
  if (status < 300) return `${status}`;
  const recorded = stack.refusals.length === 1 ? ', recorded' : '';
  return `${status} ${json.code}${recorded}${stored() === before ? ', nothing changed' : ''}`;
}

function gives({ method, allow }: HttpTrigger): boolean {
  const opened = typeof allow !== 'string' && allow.some((permission) => manager.includes(permission));
  return opened && method !== 'GET' && method !== 'DELETE';
}

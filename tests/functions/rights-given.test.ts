import { beforeAll, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import type { Caller } from '../../lib/auth/caller.ts';
import { type Permission, permissions, type Role, roles } from '../../lib/auth/permissions.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { type Route, routesOf } from '../support/access/handlers.ts';
import { createOrigin, type Origin, type World, worldOf } from '../support/access/world.ts';
import { type RequestFields, send } from '../support/http.ts';
import { callerOf, machineWith, northClinic, stackOf } from '../support/people.ts';

const manager: Permission[] = ['users:manage', 'api-keys:write'];
const callers = {
  'an admin in person': callerOf({ id: '019a0000-0000-7000-8000-00000000b005', roles: ['admin'] }),
  'a machine of every scope': machineWith(...permissions),
  'a machine that may manage and do what anybody may': machineWith(
    ...manager,
    'users:read',
    'users:write',
    'users:delete',
  ),
  'a machine that may manage alone': machineWith(...manager),
  'a machine that may manage and do a part of what anybody may': machineWith(...manager, 'users:read', 'users:delete'),
} as const satisfies Record<string, Caller>;
type Who = keyof typeof callers;

/** Which roles each may give; nobody else is to be told of. */
const mayGive: Readonly<Record<Who, readonly Role[]>> = {
  'an admin in person': roles,
  'a machine of every scope': ['user', 'doctor', 'staff'],
  'a machine that may manage and do what anybody may': ['user', 'doctor', 'staff'],
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
    give: async (_, held) => ({ json: { email: 'grace@example.com', name: 'Grace Hopper', ...assignmentOf(held) } }),
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

const lone: readonly (readonly Role[])[] = roles.map((role) => [role]);
const mixed: readonly (readonly Role[])[] = [
  ['user', 'admin'],
  ['user', 'doctor', 'staff'],
];
const cases = Object.entries(givings).flatMap(([route, { only }]) =>
  (Object.keys(callers) as Who[]).flatMap((who) =>
    (only ? lone : [...lone, ...mixed]).map((held) => ({
      route,
      who,
      held,
      allowed: only ? only.includes(who) : held.every((role) => mayGive[who].includes(role)),
    })),
  ),
);

describe('who may give which roles', () => {
  it('is said of every route that a right to manage opens and that changes something', async () => {
    const managed = (await discoverFunctions()).flatMap(({ trigger }) =>
      trigger.kind === 'http' && gives(trigger) ? [`${trigger.method} ${trigger.path}`] : [],
    );

    expect(Object.keys(givings).sort()).toEqual(managed.sort());
  });

  it.each(cases)('$route: $who, $held: $allowed', async ({ route, who, held, allowed }) => {
    const world = await worldOf(origin);
    const stack = stackOf(callers[who]);
    const { trigger, handler } = routesOf(world, { ...world.identity.stack, ...stack }).get(route) as Route;
    const { give, status } = givings[route] as Giving;
    const fields = await give(world, held);
    const before = world.database.itemsOf('identity');

    const answer = await send(handler, { method: trigger.method, path: trigger.path, ...fields });

    expect([answer.status, answer.json?.code]).toEqual(allowed ? [status, undefined] : [403, 'PERSON_REQUIRED']);
    expect(stack.refusals).toHaveLength(allowed ? 0 : 1);
    if (!allowed) expect(world.database.itemsOf('identity')).toEqual(before);
  });

  it.each([
    ['a role that a person has already', ['admin'], ['admin'], 403],
    ['fewer roles, none of them beyond its scopes', ['admin', 'user'], ['user'], 200],
  ] as const)(
    'counts as given all that a person is to hold: a machine leaves somebody with %s',
    async (_, held, wanted, status) => {
      const world = await worldOf(origin);
      const { id: userId } = await world.people.enrol({ roles: [...held] });
      const stack = stackOf(callers['a machine of every scope']);
      const { handler } = routesOf(world, { ...world.identity.stack, ...stack }).get(
        'PUT /v1/users/{userId}/roles',
      ) as Route;

      const answer = await send(handler, { method: 'PUT', params: { userId }, json: { roles: wanted } });

      expect(answer.status).toBe(status);
    },
  );
});

function gives({ method, allow }: HttpTrigger): boolean {
  const opened = typeof allow !== 'string' && allow.some((permission) => manager.includes(permission));
  return opened && method !== 'GET' && method !== 'DELETE';
}

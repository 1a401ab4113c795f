import { beforeAll, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import { createRefusalRecord } from '../../lib/http/refusal-record.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import {
  type Actor,
  actors,
  type Expectation,
  expectations,
  type Ownership,
  ownerships,
} from '../support/access/expectations.ts';
import { type Route, routesOf } from '../support/access/handlers.ts';
import { createOrigin, credentialsOf, type Origin, objectOf, worldOf } from '../support/access/world.ts';
import { type Answer, send } from '../support/http.ts';
import { createTestPlatform } from '../support/platform.ts';

// A route that is not built yet does nothing for anybody.
const triggers = (await discoverFunctions()).flatMap(({ trigger }) =>
  trigger.kind === 'http' && !trigger.problems?.[503]?.includes('NOT_BUILT') ? [trigger] : [],
);
const nameOf = ({ method, path }: HttpTrigger) => (path === '$default' ? path : `${method} ${path}`);
let origin: Origin;

beforeAll(async () => {
  origin = await createOrigin();
});

interface Case {
  readonly route: string;
  readonly actor: Actor;
  readonly ownership: Ownership | undefined;
  readonly status: number;
  /** For the title. */
  readonly object: string;
}

/** A case for each actor, and for each ownership where the path names an object. */
function casesOf(route: string, { target, statuses }: Expectation): Case[] {
  return actors.flatMap((actor): Case[] => {
    const expected = statuses[actor];
    if (!target)
      return typeof expected === 'number'
        ? [{ route, actor, ownership: undefined, status: expected, object: 'no object' }]
        : [];
    return ownerships.flatMap((ownership, at): Case[] => {
      const status = typeof expected === 'number' ? expected : (expected[at] ?? null);
      return status === null ? [] : [{ route, actor, ownership, status, object: `object: ${ownership}` }];
    });
  });
}

/** Asks as the case says, in a world of its own; also whether the refusal was put on record. */
async function ask({
  route,
  actor,
  ownership,
}: Omit<Case, 'status' | 'object'>): Promise<{ answer: Answer; refusals: number }> {
  const world = await worldOf(origin);
  const stack = {
    ...world.identity.stack,
    recordRefusal: createRefusalRecord(createTestPlatform(world.database, { clock: world.identity.clock })),
  };
  const { trigger, handler } = routesOf(world, stack).get(route) as Route;
  const { target, request = {} } = expectations[route] as Expectation;
  const [parameter] = /(?<=\{)\w+Id(?=\})/.exec(trigger.path) ?? [];
  const id = target && ownership && objectOf(target, ownership, actor, origin);
  const scopes = Array.isArray(trigger.allow) ? trigger.allow : [];
  const headers = await credentialsOf(actor, origin, world, scopes);
  const before = world.database.itemsOf('audit').length;
  const answer = await send(handler, {
    method: trigger.method === 'ANY' ? 'GET' : trigger.method,
    path: parameter && id ? trigger.path.replace(`{${parameter}}`, id) : trigger.path,
    ...request,
    params: { ...request.params, ...(parameter && id && { [parameter]: id }) },
    headers: { ...headers, ...request.headers },
  });
  const entries = world.database.itemsOf('audit').slice(before);
  return { answer, refusals: entries.filter(({ outcome }) => outcome === 'refused').length };
}

describe('the table of who may do what', () => {
  it('has every route, and no other', () => {
    expect(Object.keys(expectations).sort()).toEqual(triggers.map(nameOf).sort());
  });

  it('names an object for every route whose path holds an id', () => {
    const withId = triggers.filter(({ path }) => /Id\}/.test(path)).map(nameOf);

    expect(withId.filter((route) => !expectations[route]?.target)).toEqual([]);
  });
});

describe.each(Object.entries(expectations))('%s', (route, expectation) => {
  it.each(casesOf(route, expectation))('answers $status to $actor ($object)', async (one) => {
    const { answer, refusals } = await ask(one);

    expect({ status: answer.status, problem: answer.json?.code }).toMatchObject({ status: one.status });
    // A refusal is on record when we know whom it was to.
    if (one.status === 403) expect(refusals).toBe(1);
    if (one.status === 401) expect(refusals).toBe(0);
  });
});

describe('an object that is not the caller’s to know of', () => {
  const hidden = Object.entries(expectations).flatMap(([route, { target, statuses }]) =>
    target && Array.isArray(statuses.user) ? [{ route, actor: 'user' as const }] : [],
  );

  it.each(hidden)('looks like an absent one: $route', async (one) => {
    const absent = await ask({ ...one, ownership: 'absent' });
    const others = await ask({ ...one, ownership: 'others' });

    const visible = ({ json: { requestId: _, timestamp: __, instance: ___, ...rest }, headers }: Answer) => ({
      ...rest,
      headers: { ...headers, 'x-request-id': '' },
    });
    expect(visible(others.answer)).toEqual(visible(absent.answer));
  });
});

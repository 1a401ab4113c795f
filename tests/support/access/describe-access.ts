import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import type { HttpTrigger } from '../../../lib/http/trigger.ts';
import { type Answer, send } from '../http.ts';
import { type Actor, actors, type Expectation, type Ownership, ownerships } from './expectations.ts';
import { createOrigin, credentialsOf, type Origin, objectOf, type World, worldOf } from './world.ts';

interface Case {
  readonly actor: Actor;
  readonly ownership: Ownership | undefined;
  readonly status: number;
  /** For the title. */
  readonly object: string;
}

type Asked = Pick<Case, 'actor' | 'ownership'>;

/**
 * Who gets which answer from an endpoint: each actor asks about each object, in a world of its own, on which `arrange` makes
 * the endpoint. The row is written by hand, apart from the trigger, so that a change of either shows; throws for one that
 * names no object although the path does.
 */
export function describeAccess(trigger: HttpTrigger, arrange: (world: World) => HttpHandler, row: Expectation): void {
  requireTarget(trigger, row);
  let origin: Origin;
  beforeAll(async () => {
    origin = await createOrigin();
  });

  /** Asks as the case says; also whether the refusal was put on record. */
  async function ask(one: Asked): Promise<{ answer: Answer; refusals: number }> {
    const world = await worldOf(origin);
    const answer = await send(arrange(world), await requestOf(trigger, row, one, origin, world));
    const entries = isRefusal(answer) ? world.database.itemsOf('audit') : [];
    return { answer, refusals: entries.filter(({ outcome }) => outcome === 'refused').length };
  }

  describe(nameOf(trigger), () => {
    it.each(casesOf(row))('answers $status to $actor ($object)', async (one) => {
      const { answer, refusals } = await ask(one);

      expect({ status: answer.status, problem: answer.json?.code }).toMatchObject({ status: one.status });
      // A refusal is on record when we know whom it was to.
      if (one.status === 403) expect(refusals).toBe(1);
      if (one.status === 401) expect(refusals).toBe(0);
    });
  });

  // As far as a person can ask at all.
  const ofUser = row.statuses.user;
  if (!row.target || !Array.isArray(ofUser) || ofUser[ownerships.indexOf('others')] !== 404) return;
  describe('an object that is not the caller’s to know of', () => {
    it(`looks like an absent one: ${nameOf(trigger)}`, async () => {
      const absent = await ask({ actor: 'user', ownership: 'absent' });
      const others = await ask({ actor: 'user', ownership: 'others' });

      expect(visible(others.answer)).toEqual(visible(absent.answer));
    });
  });
}

/** Throws for a row that says nothing of the object whose id the path holds. */
export function requireTarget(trigger: HttpTrigger, { target }: Expectation): void {
  if (/Id\}/.test(trigger.path) && !target)
    throw new TypeError(`${nameOf(trigger)}: the row names no object, and the path does`);
}

function nameOf({ method, path }: HttpTrigger): string {
  return path === '$default' ? path : `${method} ${path}`;
}

/** A case for each actor, and for each ownership where the path names an object. */
function casesOf({ target, statuses }: Expectation): Case[] {
  return actors.flatMap((actor): Case[] => {
    const expected = statuses[actor];
    if (!target)
      return typeof expected === 'number'
        ? [{ actor, ownership: undefined, status: expected, object: 'no object' }]
        : [];
    return ownerships.flatMap((ownership, at): Case[] => {
      const status = typeof expected === 'number' ? expected : (expected[at] ?? null);
      return status === null ? [] : [{ actor, ownership, status, object: `object: ${ownership}` }];
    });
  });
}

async function requestOf(
  trigger: HttpTrigger,
  { target, request = {} }: Expectation,
  { actor, ownership }: Asked,
  origin: Origin,
  world: World,
) {
  const [parameter] = /(?<=\{)\w+Id(?=\})/.exec(trigger.path) ?? [];
  const id = target && ownership && (await objectOf({ target, ownership, actor }, origin, world));
  const scopes = typeof trigger.allow === 'string' ? [] : trigger.allow;
  const headers = await credentialsOf(actor, origin, world, scopes);
  return {
    method: trigger.method === 'ANY' ? 'GET' : trigger.method,
    path: parameter && id ? trigger.path.replace(`{${parameter}}`, id) : trigger.path,
    ...request,
    params: { ...request.params, ...(parameter && id && { [parameter]: id }) },
    headers: { ...headers, ...request.headers },
  };
}

function isRefusal({ status }: Answer): boolean {
  return status === 401 || status === 403;
}

/** What a caller can tell of an answer. */
function visible({ json: { requestId: _, timestamp: __, instance: ___, ...rest }, headers }: Answer) {
  return { ...rest, headers: { ...headers, 'x-request-id': '' } };
}

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import type { HttpTrigger } from '../../../lib/http/trigger.ts';
import { type Answer, send } from '../http.ts';
import { callShapesOf } from './call-shapes.ts';
import { clinicKeyGets } from './clinic-key.ts';
import { type Actor, actors, type Expectation, type Expected, type Ownership, ownerships } from './expectations.ts';
import { visible } from './visible.ts';
import { createOrigin, credentialsOf, type Origin, objectOf, type World, worldOf } from './world.ts';

interface Case {
  readonly actor: Actor;
  readonly ownership: Ownership | undefined;
  readonly status: number;
  /** For the title. */
  readonly object: string;
}

type Asked = Pick<Case, 'actor' | 'ownership'>;

interface Outcome {
  readonly answer: Answer;
  /** What the answer took of the database. */
  readonly calls: readonly string[];
  /** How many refusals were put on record. */
  readonly refusals: number;
}

/**
 * Who gets which answer from an endpoint: each actor asks about each object, in a world of its own, on which `arrange` makes
 * the endpoint. What is not theirs to know of must not differ from what is absent, nor take other calls of the database. The row
 * is written by hand, apart from the trigger, so that a change of either shows; throws for one that names no object although the
 * path does.
 */
export function describeAccess(trigger: HttpTrigger, arrange: (world: World) => HttpHandler, row: Expectation): void {
  requireTarget(trigger, row);
  const cases = casesOf(trigger, row);
  const hidden = cases.filter(({ ownership, status }) => status === 404 && ownership && ownership !== 'absent');
  const outcomes = new Map<string, Promise<Outcome>>();
  let origin: Origin;
  beforeAll(async () => {
    origin = await createOrigin();
  });

  async function ask(one: Asked): Promise<Outcome> {
    const world = await worldOf(origin);
    const request = await requestOf(trigger, row, one, origin, world);
    const handler = arrange(world);
    const calls = callShapesOf(world.database);
    const answer = await send(handler, request);
    const entries = world.database.itemsOf('audit').slice(origin.database.itemsOf('audit').length);
    return { answer, calls, refusals: entries.filter(({ outcome }) => outcome === 'refused').length };
  }

  /** Asks once for all tests that look at the answer. */
  function outcomeOf({ actor, ownership }: Asked): Promise<Outcome> {
    const name = `${actor} ${ownership}`;
    const outcome = outcomes.get(name) ?? ask({ actor, ownership });
    outcomes.set(name, outcome);
    return outcome;
  }

  describe(nameOf(trigger), () => {
    it.each(cases)('answers $status to $actor ($object)', async (one) => {
      const { answer, refusals } = await outcomeOf(one);

      expect({ status: answer.status, problem: answer.json?.code }).toMatchObject({ status: one.status });
      // A refusal is on record when we know whom it was to.
      if (one.status === 403) expect(refusals).toBe(1);
      if (one.status === 401) expect(refusals).toBe(0);
    });
  });

  if (hidden.length === 0) return;
  describe('an object that is not the caller’s to know of', () => {
    it.each(hidden)(`looks like an absent one: ${nameOf(trigger)}, $actor ($object)`, async ({ actor, ownership }) => {
      const absent = await outcomeOf({ actor, ownership: 'absent' });
      const there = await outcomeOf({ actor, ownership });

      expect(visible(there.answer)).toEqual(visible(absent.answer));
      // One that was deleted was known to the caller, who need not be kept from guessing.
      if (ownership !== 'deleted') expect(there.calls).toEqual(absent.calls);
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
function casesOf(trigger: HttpTrigger, { target, statuses }: Expectation): Case[] {
  return actors.flatMap((actor): Case[] => {
    const expected: Expected = actor === 'clinicKey' ? clinicKeyGets(trigger, statuses) : statuses[actor];
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

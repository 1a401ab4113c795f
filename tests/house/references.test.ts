import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';

/** The fields of a body, at any depth, that name something by its id. */
function idsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {} } = node as { properties?: Record<string, unknown> };
  const own = Object.keys(properties).filter((name) => /Ids?$/.test(name));
  return [...own, ...Object.values(node).flatMap(idsIn)];
}

const idsInBody = ({ body }: Pick<HttpTrigger, 'body'>) =>
  body ? idsIn(z.toJSONSchema(body(), { io: 'input', unrepresentable: 'any' })) : [];

const routes = (await discoverFunctions()).flatMap(({ file, trigger }) =>
  trigger.kind === 'http' ? [{ file, trigger }] : [],
);
const naming = routes.filter(({ trigger }) => idsInBody(trigger).length > 0);

/** Whose body names what the request is about, by id or by address: it is absent as an object of a path is, by 404. */
const asInPath = ['functions/patients/link-patient.ts'];

describe('a route whose body names something by its id', () => {
  it('is there', () => {
    expect(naming.length).toBeGreaterThan(1);
  });

  it('tells of what is not there by UNKNOWN_REFERENCE', () => {
    const silent = naming.filter(({ trigger }) => !trigger.problems?.[422]?.includes('UNKNOWN_REFERENCE'));

    expect(silent.map(({ file }) => file)).toEqual(asInPath);
  });

  it('is seen at any depth', () => {
    const line = z.strictObject({ productId: z.string() });
    const body = () => z.strictObject({ items: z.array(line), memberIds: z.array(z.string()).optional() });

    expect(idsInBody({ body } as unknown as Pick<HttpTrigger, 'body'>).sort()).toEqual(['memberIds', 'productId']);
  });
});

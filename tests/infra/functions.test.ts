import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions, type Trigger, variablesOf } from '../../infra/functions.ts';
import { http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { domainOf } from '../../lib/stacks.ts';

const route = { method: 'GET', path: '/v1/things', responses: { 200: schema(() => z.string()) } } as const;

describe('discoverFunctions', () => {
  it('describes each function by its file, its domain and its docstring', async () => {
    const functions = await discoverFunctions();

    expect(functions).toContainEqual({
      name: 'system-get-health',
      domain: 'system',
      file: 'functions/system/get-health.ts',
      summary: 'Tells that the API is alive, without asking anything else.',
      trigger: expect.objectContaining({ kind: 'http', method: 'GET', path: '/health' }),
    });
  });

  it('names the functions so that their domain can be told from the name alone, as their log lines do', async () => {
    const functions = await discoverFunctions();

    expect(functions.map(({ name }) => domainOf(name))).toEqual(functions.map(({ domain }) => domain));
  });

  it('gives names that are unique and short enough for Lambda in a stage of a dozen letters', async () => {
    const names = (await discoverFunctions()).map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => `polyclinic-${'x'.repeat(12)}-${name}`.length > 64)).toEqual([]);
  });
});

describe('the variables of a function', () => {
  it('are those of its grants, once each', () => {
    const trigger = http({ ...route, allow: 'public', grants: ['identity:read', 'identity:write', 'events:append'] });

    expect(variablesOf(trigger)).toEqual(['POLYCLINIC_EVENTS_TABLE', 'POLYCLINIC_IDENTITY_TABLE']);
  });

  it('are none for a public route without grants', () => {
    expect(variablesOf(http({ ...route, allow: 'public', grants: [] }))).toEqual([]);
  });

  it('are those that finding out the caller needs, on any other route', () => {
    const trigger = http({ ...route, allow: 'signed-in', grants: [] });

    expect(variablesOf(trigger)).toEqual(
      expect.arrayContaining(['POLYCLINIC_IDENTITY_TABLE', 'POLYCLINIC_PUBLIC_URL']),
    );
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('are those that counting needs, on a %s', (method) => {
    expect(variablesOf(http({ ...route, method, allow: 'public', grants: [] }))).toEqual(['POLYCLINIC_PLATFORM_TABLE']);
  });

  it('are those that counting needs, on a GET that machines may make', () => {
    const counted = variablesOf(http({ ...route, allow: ['users:read'], grants: [] }));
    const uncounted = variablesOf(http({ ...route, allow: 'signed-in', grants: [] }));

    expect(counted).toContain('POLYCLINIC_PLATFORM_TABLE');
    expect(uncounted).not.toContain('POLYCLINIC_PLATFORM_TABLE');
  });

  it('do not depend on an order', () => {
    const trigger = (grants: Trigger['grants']) => http({ ...route, allow: 'public', grants });

    expect(variablesOf(trigger(['email:send', 'audit:append']))).toEqual(
      variablesOf(trigger(['audit:append', 'email:send'])),
    );
  });
});

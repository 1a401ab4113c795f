import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineFunction } from '../../infra/functions.ts';
import { describeApi } from '../../infra/openapi/document.ts';
import { describeRoutes } from '../../infra/routes.ts';
import type { Deprecation } from '../../lib/http/deprecation.ts';
import { http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';

const period = { since: '2026-12-01', sunset: '2027-06-01' };

function routeThat(deprecated?: Deprecation) {
  const trigger = http({
    method: 'GET',
    path: '/v1/things/{thingId}',
    allow: 'signed-in',
    params: schema(() => z.object({ thingId: z.string() })),
    responses: { 200: schema(() => z.object({ version: z.int() })) },
    versioned: true,
    grants: [],
    ...(deprecated && { deprecated }),
  });
  return defineFunction('functions/things/get-thing.ts', trigger, { summary: 'Reads a thing.' });
}

function operationOf(deprecated?: Deprecation) {
  const { paths } = JSON.parse(JSON.stringify(describeApi([routeThat(deprecated)]))) as {
    paths: Record<string, { get: { responses: Record<string, { headers?: object }> } & Record<string, unknown> }>;
  };
  const operation = paths['/v1/things/{thingId}']?.get;
  if (!operation) throw new Error('the document has no operation');
  return operation;
}

const headersOf = (deprecated?: Deprecation) =>
  Object.values(operationOf(deprecated).responses).map(({ headers = {} }) =>
    Object.keys(headers).filter((name) => /^(Deprecation|Sunset|Link)$/.test(name)),
  );

describe('a deprecated route', () => {
  it.each<[string, Deprecation, string]>([
    ['a day that there is not', { ...period, sunset: '2027-06-31' }, '2027-06-31 is no calendar date'],
    ['a day in other words', { ...period, since: 'December 1, 2026' }, 'December 1, 2026 is no calendar date'],
    ['no day', { ...period, sunset: 'soon' }, 'soon is no calendar date'],
    ['less than six months', { ...period, sunset: '2027-05-31' }, 'ends before 2027-06-01, which is 6 months later'],
    ['an end before its beginning', { ...period, sunset: '2026-06-01' }, 'ends before 2027-06-01'],
    ['a period that begins on the last of a month', { since: '2026-08-31', sunset: '2027-02-28' }, 'before 2027-03-03'],
    [
      'a successor of parameters that it has not',
      { ...period, successor: '/v2/clinics/{clinicId}' },
      'its own path has no {clinicId} for that of its successor',
    ],
  ])('is refused before anything is made of it, with %s', (_, deprecated, fault) => {
    expect(() => routeThat(deprecated)).toThrow(fault);
    expect(() => routeThat(deprecated)).toThrow('functions/things/get-thing.ts is deprecated, and ');
  });

  it('may end six months later to the day, or after that', () => {
    expect(() => routeThat(period)).not.toThrow();
    expect(() => routeThat({ ...period, sunset: '2028-02-29', successor: '/v2/things/{thingId}' })).not.toThrow();
  });

  it('says so in OpenAPI, on each of its answers as well', () => {
    const operation = operationOf({ ...period, successor: '/v2/things' });

    expect(operation).toMatchObject({
      deprecated: true,
      'x-sunset': '2027-06-01',
      description: expect.stringMatching(
        /\n\nDeprecated since 2026-12-01; it may be gone from 2027-06-01 on\. Use `\/v2\/things` instead\.$/,
      ),
    });
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '304', '401']));
    for (const headers of headersOf({ ...period, successor: '/v2/things' }))
      expect(headers).toEqual(['Deprecation', 'Sunset', 'Link']);
    expect(operation.responses[200]?.headers).toHaveProperty('ETag');
  });

  it('names no successor where there is none', () => {
    expect(operationOf(period).description).not.toContain('instead');
    for (const headers of headersOf(period)) expect(headers).toEqual(['Deprecation', 'Sunset']);
  });

  it('is told from any other, which says nothing of it', () => {
    const operation = operationOf();

    expect(Object.keys(operation).filter((key) => /deprecated|sunset/.test(key))).toEqual([]);
    expect(operation.description).not.toMatch(/deprecated/i);
    expect(Object.keys(operation.responses)).toContain('200');
    for (const headers of headersOf()) expect(headers).toEqual([]);
  });

  it('says so in its row of docs/routes.md', () => {
    const rowOf = (deprecated?: Deprecation) =>
      describeRoutes([routeThat(deprecated)])
        .split('\n')
        .find((line) => line.startsWith('| `/v1/things'));

    expect(rowOf({ ...period, successor: '/v2/things' })).toContain(
      ' | **Deprecated**, until 2027-06-01: use `/v2/things`. Reads a thing. | ',
    );
    expect(rowOf(period)).toContain(' | **Deprecated**, until 2027-06-01. Reads a thing. | ');
    expect(rowOf()).toContain(' | Reads a thing. | ');
  });
});

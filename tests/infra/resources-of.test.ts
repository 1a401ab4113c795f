import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { grantsOf, type Trigger, variablesOf } from '../../infra/functions.ts';
import { describeFunction } from '../../infra/lambda.ts';
import type { FunctionResources } from '../../lib/function-resources.ts';
import { http } from '../../lib/http/trigger.ts';
import { deadLetters, queue } from '../../lib/messaging/trigger.ts';
import { schedule } from '../../lib/schedules/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { stream } from '../../lib/streams/trigger.ts';

const message = schema(() => z.string());
const route = { method: 'GET', path: '/a', allow: 'public', responses: { 200: message }, grants: [] } as const;
const triggers = {
  http: (its: FunctionResources = {}) => http({ ...route, ...its }),
  queue: (its: Pick<FunctionResources, 'storage' | 'assets'> = {}) =>
    queue({ queue: 'email', message, grants: [], ...its }),
  'dead-letters': (its: Pick<FunctionResources, 'storage' | 'assets'> = {}) => deadLetters({ grants: [], ...its }),
  stream: (its: FunctionResources = {}) =>
    stream({ table: 'events', changes: ['INSERT'], batchSize: 1, grants: [], ...its }),
  schedule: (its: FunctionResources = {}) => schedule({ rate: 'rate(1 day)', grants: [], ...its }),
};
type Kind = keyof typeof triggers;

function described(trigger: Trigger) {
  const definition = { name: 'a-b', domain: 'a', file: 'functions/a/b.ts', summary: 'Does a.', trigger };
  const { timeout, memorySize, ephemeralStorageSize } = describeFunction(definition, 'test');
  return [timeout, memorySize, ephemeralStorageSize];
}

describe('what a function is given to run with', () => {
  it.each<[Kind, number]>([
    ['http', 15],
    ['queue', 10],
    ['dead-letters', 10],
    ['stream', 30],
    ['schedule', 30],
  ])('is, behind %s, %d s, 512 MB and as much in /tmp unless it asks for more', (kind, seconds) => {
    expect(described(triggers[kind]())).toEqual([seconds, 512, 512]);
  });

  it.each<Kind>(['http', 'stream', 'schedule'])('is what its trigger asks for, behind %s', (kind) => {
    const make = triggers[kind] as (its: FunctionResources) => Trigger;

    expect(described(make({ memory: 1_024 }))).toEqual([described(make({}))[0], 1_024, 512]);
    expect(described(make({ memory: 1_024, seconds: 20, storage: 2_048 }))).toEqual([20, 1_024, 2_048]);
  });

  it.each<Kind>(['queue', 'dead-letters'])('is of storage what its trigger asks for, behind %s', (kind) => {
    expect(described(triggers[kind]({ storage: 2_048 }))).toEqual([10, 512, 2_048]);
  });

  it.each(Object.keys(triggers) as Kind[])('is its assets with the right to them, behind %s', (kind) => {
    const trigger = triggers[kind]({ assets: ['docs.html'] });

    expect(grantsOf(trigger)).toContain('assets:read');
    expect(variablesOf(trigger)).toContain('POLYCLINIC_ASSETS_DIR');
    expect(grantsOf(triggers[kind]())).not.toContain('assets:read');
  });
});

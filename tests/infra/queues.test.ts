import { describe, expect, it } from '@jest/globals';
import { environmentOf } from '../../infra/environment.ts';
import { grantStatements } from '../../infra/grants.ts';
import { invocationsOf, optionalQueueNames, queues } from '../../infra/queues.ts';
import { tables } from '../../infra/tables.ts';
import { type Grant, grantVariables } from '../../lib/grants.ts';
import { queueNames } from '../../lib/messaging/queue-url.ts';
import { schedule } from '../../lib/schedules/trigger.ts';
import { functionEnvironment } from '../../local/function-environment.ts';
import { localSettings } from '../../local/settings.ts';

/** The values of all that the grants imply, as a function would have them deployed, and as on a laptop. */
const valuesOf = (grants: readonly Grant[]) => {
  const trigger = schedule({ rate: 'rate(1 minute)', grants });
  return [environmentOf(trigger, 'a', 'test'), functionEnvironment(localSettings({}), {})] as const;
};

describe.each(queues)('the line of the queue $name', ({ name, tries, batch, concurrency, seconds, ...line }) => {
  it('gives it three rights, a variable of its own, and a value for that wherever it runs', () => {
    const rights = (['send', 'observe', 'postpone'] as const).map((right) => `${name}:${right}` as const);
    const variable = `POLYCLINIC_${name.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`;
    const [deployed, local] = valuesOf(rights);

    expect(rights.map((right) => grantStatements[right])).toMatchObject(
      ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'].map((action) => [
        { actions: [action], on: { kind: 'queue', name } },
      ]),
    );
    expect(rights.map((right) => grantVariables[right])).toEqual(rights.map(() => [variable]));
    expect(JSON.stringify(deployed[variable])).toContain(`/polyclinic-test-${name}"`);
    expect(local[variable]).toMatch(new RegExp(`/polyclinic-local-${name}$`));
  });

  it('says what AWS can keep: whole batches, two at once or more, and a second try', () => {
    const invocations = invocationsOf({ batch, concurrency });

    expect([batch >= 1 && batch <= 10, Number.isInteger(invocations), invocations >= 2]).toEqual([true, true, true]);
    expect([tries >= 2, seconds <= 900, line.memory >= 128]).toEqual([true, true, true]);
    expect(line.summary).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the lines of the queues', () => {
  it('are each of another name, and are all that there is', () => {
    expect(new Set(queueNames).size).toBe(queues.length);
    expect([...queueNames].sort()).toEqual(queues.map(({ name }) => name).sort());
    expect(optionalQueueNames).toEqual(queues.filter(({ optional }) => optional).map(({ name }) => name));
  });
});

describe.each(tables)('the line of the table $name', ({ name, grants, indexes }) => {
  it('gives it the rights that it names, a variable of its own, and a value for that wherever it runs', () => {
    const rights = grants.map((right) => `${name}:${right}` as Grant);
    const variable = `POLYCLINIC_${name.toUpperCase().replaceAll('-', '_')}_TABLE`;
    const [deployed, local] = valuesOf(rights);

    const given = Object.keys(grantVariables).filter((grant) => /:(read|query|write)$/.test(grant));
    expect(given.filter((grant) => grant.startsWith(`${name}:`)).sort()).toEqual([...rights].sort());
    for (const right of rights) {
      const resources = grantStatements[right].map(({ on }) => on);
      expect(resources[0]).toEqual({ kind: 'table', name });
      expect(resources).toHaveLength(right.endsWith(':query') ? 1 + indexes.length : 1);
      expect(grantVariables[right]).toEqual([variable]);
      expect(deployed[variable]).toBe(`polyclinic-test-${name}`);
    }
    expect(local[variable]).toBe(`polyclinic-local-${name}`);
  });
});

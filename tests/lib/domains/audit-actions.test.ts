import { describe, expect, it } from '@jest/globals';
import { auditActions } from '../../../lib/domains/declared/audit-actions.ts';
import { auditEvent, auditFilter } from '../../../lib/domains/operations/audit/schema.ts';

const names = Object.keys(auditActions);

describe('the actions that are put on record', () => {
  it.each([
    ['the search of the audit', auditFilter().shape.action.unwrap().description],
    ['an entry', auditEvent().shape.action.description],
  ])('are told of %s, with what each says', (_, description) => {
    const untold = names.filter((name) => !description?.includes(`\`${name}\`: ${Reflect.get(auditActions, name)}`));

    expect(names.length).toBeGreaterThan(40);
    expect(untold).toEqual([]);
  });

  it('say what has happened in a whole sentence each', () => {
    const sentences = Object.values(auditActions);

    expect(sentences.filter((sentence) => !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
    expect(new Set(sentences).size).toBe(names.length);
  });

  it('of another release can be looked for and read', () => {
    const entry = {
      id: '019a0000-0000-7000-8000-000000000001',
      time: '2026-03-08T09:30:00.000Z',
      action: 'order.placed-by-fax',
      subject: 'orders/o1',
      outcome: 'success',
      requestId: 'r1',
      details: {},
    };

    expect(auditEvent().parse(entry)).toEqual(entry);
    expect(auditFilter().shape.action.parse(entry.action)).toBe(entry.action);
  });
});

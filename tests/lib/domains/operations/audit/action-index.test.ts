import { describe, expect, it } from '@jest/globals';
import { auditEntries } from '../../../../../lib/commit/audit-entry.ts';
import { auditActionIndex } from '../../../../../lib/domains/operations/audit/action-index.ts';
import { newId } from '../../../../../lib/ids.ts';

const time = '2026-03-08T09:30:00.000Z';
const id = newId(Date.parse(time));
const own = auditEntries.key({ id, time });

describe('the index of the audit by action', () => {
  it('knows an entry by its key', () => {
    expect(auditActionIndex.idAt(own)).toBe(id);
  });

  it.each([
    ['in another partition', { ...own, pk: auditEntries.key({ id, time: '2026-03-09T09:30:00.000Z' }).pk }],
    ['at another time', { ...own, sk: own.sk.replace('09:30', '09:31') }],
  ])('knows none that a forger has put %s', (_, key) => {
    expect(key).not.toEqual(own);
    expect(auditActionIndex.idAt(key)).toBeUndefined();
  });
});

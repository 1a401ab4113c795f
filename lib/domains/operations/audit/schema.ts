import * as z from 'zod';
import { day } from '../../../clock.ts';
import { auditEntry, auditOutcome, longestSubject } from '../../../commit/audit-entry.ts';
import { idsInLowerCase } from '../../../ids.ts';
import { calendarDate, line, moment, type Output, schema, whereSound } from '../../../schemas.ts';
import { auditActions } from '../../declared/audit-actions.ts';

const mostDays = 31;

/** Lists the actions that there are, with what each of them means. */
function knownActions(): string {
  const told = Object.entries(auditActions).map(([action, sentence]) => `- \`${action}\`: ${sentence}`);
  return `What was tried; an entry of another release may have another.\n\n${told.join('\n')}`;
}

/** One entry of the audit, as the API shows it. */
export const auditEvent = schema(() =>
  auditEntry()
    .extend({ action: auditEntry().shape.action.describe(knownActions()) })
    .meta({ id: 'AuditEvent', description: 'Who tried what on what, and how it ended.' }),
);

/** The filter of a search in the audit; an absent field does not restrict it. */
export const auditFilter = schema(() =>
  z.object({
    actorId: line(1, 100, 'The id of a person or an API key.')
      .overwrite(idsInLowerCase)
      .meta({ examples: ['019a0000-0000-7000-8000-000000000001'] })
      .optional(),
    subject: line(1, longestSubject, 'The whole subject.')
      .overwrite(idsInLowerCase)
      .meta({ examples: ['users/019a0000-0000-7000-8000-000000000001'] })
      .optional(),
    action: line(1, 100, knownActions())
      .meta({ examples: ['users.listed'] })
      .optional(),
    outcome: auditOutcome().optional(),
    from: moment().optional().describe('The beginning of the range, included.'),
    to: moment().optional().describe('The end of the range, included; not before its beginning.'),
  }),
);
export type AuditFilter = Output<typeof auditFilter>;

/** Checks an object with `from` and `to`: the range must not end before it begins. */
export function rangeInOrder(check: z.core.ParsePayload<{ from?: string | undefined; to?: string | undefined }>): void {
  const { from, to } = check.value;
  if (!from || !to || from <= to || !whereSound('from', 'to')(check)) return;
  const params = { code: 'range_reversed' };
  check.issues.push({ code: 'custom', input: to, path: ['to'], message: 'Must not be before from.', params });
}

/** A range of calendar dates in UTC, both included. */
export const dayRange = schema(() =>
  z
    .strictObject({
      from: calendarDate().meta({ description: 'The first day, in UTC.', examples: ['2026-03-01'] }),
      to: calendarDate().meta({ description: 'The last day, in UTC.', examples: ['2026-03-08'] }),
    })
    .check(rangeInOrder)
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < mostDays * day, {
      path: ['to'],
      message: `Must be at most ${mostDays} days, both ends included.`,
      params: { code: 'range_too_long' },
      when: whereSound('from', 'to'),
    })
    .meta({ id: 'DayRange', description: `A range of at most ${mostDays} days in UTC, both ends included.` }),
);
export type DayRange = Output<typeof dayRange>;

const faultReasons = `The kind of problem.

- \`changed\`: the entry is not as it was sealed.
- \`missing\`: it was sealed, and is gone.
- \`added\`: it was not sealed, and stands under its day or where a search by actor or subject would find it.
- \`seal_missing\`: the day was sealed, and its seal is gone.
- \`seal_invalid\`: the seal is not ours, was changed, or does not follow the previous one.
- \`head_missing\`: there are seals, and the head that is kept apart from them is gone.
- \`head_invalid\`: the head is not ours, or of a day to come.`;

/** The kind of problem that a verification found. */
const badReason = schema(() =>
  z
    .enum(['changed', 'missing', 'added', 'seal_missing', 'seal_invalid', 'head_missing', 'head_invalid'])
    .meta({ id: 'AuditFaultReason', description: faultReasons }),
);

/** What is wrong with an entry, or with the seal of its day. */
const badness = schema(() =>
  z
    .object({
      day: calendarDate().meta({ examples: ['2026-03-08'] }),
      /**
       * The kind of problem. `changed`: the entry is not as it was sealed. `missing`: it was sealed, and is gone. `added`: it was
       * not sealed, and stands under its day or where a search by actor or subject would find it. `seal_missing`: the day was
       * sealed, and its seal is gone. `seal_invalid`: the seal is not ours, was changed, or does not follow the previous one.
       * `head_missing`: there are seals, and the head that is kept apart from them is gone. `head_invalid`: the head is not ours,
       * or of a day to come.
       */
      reason: badReason(),
      id: z
        .string()
        .meta({
          description: 'The entry’s id, from its key; absent where the seal is bad.',
          examples: ['019a0000-0000-7000-8000-000000000001'],
        })
        .optional(),
      time: z
        .string()
        .meta({ examples: ['2026-03-08T09:30:00.000Z'] })
        .optional(),
    })
    .meta({ id: 'AuditFault', description: 'What is wrong with an entry, or with the seal of its day.' }),
);
export type Badness = Output<typeof badness>;

/** What a verification found. */
export const verificationResult = schema(() =>
  z
    .object({
      checked: z.int().meta({
        minimum: 0,
        maximum: 2_147_483_647,
        description: 'How many entries were found as they were sealed.',
        examples: [120],
      }),
      checkedFrom: calendarDate()
        .meta({
          description: 'The first day that was checked; absent where none was, since only sealed days are checked.',
          examples: ['2026-03-01'],
        })
        .optional(),
      checkedThrough: calendarDate()
        .meta({ description: 'The last day that was checked; absent where none was.', examples: ['2026-03-07'] })
        .optional(),
      firstBad: badness().optional().describe('The first problem in order; nothing after it was looked at.'),
    })
    .meta({ id: 'AuditVerification', description: 'What a verification found.' }),
);
export type VerificationResult = Output<typeof verificationResult>;

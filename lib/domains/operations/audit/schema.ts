import * as z from 'zod';
import { day } from '../../../clock.ts';
import { auditEntry, auditOutcome, longestSubject } from '../../../commit/audit-entry.ts';
import { idsInLowerCase } from '../../../ids.ts';
import { calendarDate, instant, line, type Output, schema } from '../../../schemas.ts';
import { auditActions } from '../../declared/audit-actions.ts';

const mostDays = 31;

/** An instant with any offset from UTC, which is turned into UTC with milliseconds. */
const moment = schema(() =>
  z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text).toISOString())
    .pipe(instant())
    .meta({ examples: ['2026-03-08T00:00:00.000Z'] }),
);

/** Lists the actions that there are, with what each of them means. */
function knownActions(): string {
  const told = Object.entries(auditActions).map(([action, sentence]) => `\`${action}\`: ${sentence}`);
  return `What was tried. ${told.join(' ')} An entry of another release may have another.`;
}

/** One entry of the audit, as the API shows it. */
export const auditEvent = schema(() =>
  auditEntry()
    .extend({ action: auditEntry().shape.action.describe(knownActions()) })
    .meta({ id: 'AuditEvent' }),
);

/** The filter of a search in the audit; an absent field does not restrict it. */
export const auditFilter = schema(() =>
  z.object({
    /** The id of a person or an API key. */
    actorId: line(1, 100).overwrite(idsInLowerCase).optional(),
    /** The whole subject, such as `users/<id>`. */
    subject: line(1, longestSubject).overwrite(idsInLowerCase).optional(),
    action: line(1, 100).describe(knownActions()).optional(),
    outcome: auditOutcome().optional(),
    /** The beginning and the end of the range, both included. */
    from: moment().optional(),
    to: moment().optional(),
  }),
);
export type AuditFilter = Output<typeof auditFilter>;

/** Checks an object with `from` and `to`: the range must not end before it begins. */
export function rangeInOrder(check: z.core.ParsePayload<{ from?: string | undefined; to?: string | undefined }>): void {
  const { from, to } = check.value;
  if (!from || !to || from <= to) return;
  const params = { code: 'range_reversed' };
  check.issues.push({ code: 'custom', input: to, path: ['to'], message: 'Must not be before from.', params });
}

/** A range of calendar dates in UTC, both included. */
export const dayRange = schema(() =>
  z
    .strictObject({ from: calendarDate(), to: calendarDate() })
    .check(rangeInOrder)
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < mostDays * day, {
      path: ['to'],
      message: `Must be at most ${mostDays} days, both ends included.`,
      params: { code: 'range_too_long' },
    })
    .meta({ id: 'DayRange' }),
);
export type DayRange = Output<typeof dayRange>;

/** The kind of problem that a verification found. */
const badReason = schema(() =>
  z
    .enum(['changed', 'missing', 'added', 'seal_missing', 'seal_invalid', 'head_missing', 'head_invalid'])
    .meta({ id: 'AuditFaultReason' }),
);

/** What is wrong with an entry, or with the seal of its day. */
const badness = schema(() =>
  z
    .object({
      day: calendarDate(),
      /**
       * The kind of problem. `changed`: the entry is not as it was sealed. `missing`: it was sealed, and is gone. `added`: it was
       * not sealed, and stands under its day or where a search by actor or subject would find it. `seal_missing`: the day was
       * sealed, and its seal is gone. `seal_invalid`: the seal is not ours, was changed, or does not follow the previous one.
       * `head_missing`: there are seals, and the head that is kept apart from them is gone. `head_invalid`: the head is not ours,
       * or of a day to come.
       */
      reason: badReason(),
      /** The entry's id, from its key; absent where the seal is bad. */
      id: z.string().optional(),
      time: z.string().optional(),
    })
    .meta({ id: 'AuditFault' }),
);
export type Badness = Output<typeof badness>;

/** What a verification found. */
export const verificationResult = schema(() =>
  z
    .object({
      /** How many entries were found as they were sealed. */
      checked: z.int(),
      /** The first and the last day that were checked; absent where none was, since only sealed days are checked. */
      checkedFrom: calendarDate().optional(),
      checkedThrough: calendarDate().optional(),
      /** The first problem in order; nothing after it was looked at. */
      firstBad: badness().optional(),
    })
    .meta({ id: 'AuditVerification' }),
);
export type VerificationResult = Output<typeof verificationResult>;

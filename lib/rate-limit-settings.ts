import * as z from 'zod';
import { jsonText } from './json-text.ts';
import { schema } from './schemas.ts';

/** The limits that a write may be counted by: of a stranger's by network, of any other by caller. */
const limitNames = [
  /** What a public route has that says nothing else. */
  'anonymous',
  /** What any other route has that says nothing else. */
  'signed-in',
  /** Where passwords, codes and one-time tokens are tried, and mails are caused. */
  'credentials',
  /** Where sessions go on and end: many people sit behind one address, each with their tabs. */
  'refresh',
  /** Where people who are signed in prove once more who they are. */
  'sensitive',
] as const;
export type LimitName = (typeof limitNames)[number];

/** All that is limited: GETs have a limit of their own, whatever their route, and so have keys and tokens that are refused. */
export const policyNames = [...limitNames, 'reads', 'refusals'] as const;
export type PolicyName = (typeof policyNames)[number];

const quota = schema(() => z.int().min(1).max(1_000_000_000));
/** A day at most. */
const seconds = schema(() => z.int().min(1).max(86_400));

/** Quotas and lengths of windows in place of the usual ones, as JSON: `{"credentials":{"quota":10,"seconds":900}}`. */
export const policyChanges = schema(() =>
  jsonText().pipe(
    z.partialRecord(z.enum(policyNames), z.strictObject({ quota: quota(), seconds: seconds() }).partial()),
  ),
);

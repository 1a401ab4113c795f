import * as z from 'zod';
import { jsonText } from './json-text.ts';
import { schema } from './schemas.ts';

/** The limits by which a write may be counted, of a stranger by network and of others by caller. */
const limitNames = [
  /** The default of public routes. */
  'anonymous',
  /** The default of all other routes. */
  'signed-in',
  /** The limit where passwords, codes and one-time tokens are tried, and where mails are caused. */
  'credentials',
  /** The limit where sessions are continued and ended: many people sit behind one address, each with several tabs. */
  'refresh',
  /** The limit where people who are signed in prove once more who they are. */
  'sensitive',
] as const;
export type LimitName = (typeof limitNames)[number];

/** All limits. GETs have one of their own, whatever their route, and so have keys and tokens that are refused. */
export const policyNames = [...limitNames, 'reads', 'refusals'] as const;
export type PolicyName = (typeof policyNames)[number];

const quota = schema(() => z.int().min(1).max(1_000_000_000));
/** A length in seconds, of at most a day. */
const seconds = schema(() => z.int().min(1).max(86_400));

/** Quotas and lengths of windows that replace the usual ones, as JSON: `{"credentials":{"quota":10,"seconds":900}}`. */
export const policyChanges = schema(() =>
  jsonText().pipe(
    z.partialRecord(z.enum(policyNames), z.strictObject({ quota: quota(), seconds: seconds() }).partial()),
  ),
);

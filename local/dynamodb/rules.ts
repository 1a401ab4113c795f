import type { Call } from './call.ts';
import { longExpression } from './expression-limits.ts';
import type { Complaint } from './refusal.ts';

/** A rule of DynamoDB's: what it has against a call, undefined where it has nothing. */
export type Rule = (call: Call) => Complaint | undefined;

const rules: readonly Rule[] = [longExpression];

/** The first complaint about a call, by the rules that need no look at what is stored. */
export function complaintAbout(call: Call): Complaint | undefined {
  for (const rule of rules) {
    const complaint = rule(call);
    if (complaint) return complaint;
  }
  return undefined;
}

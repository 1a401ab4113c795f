import type { Call } from './call.ts';
import { deepPath, hugeSubstitutes, longExpression, manyOperands, manyOperators } from './expression-limits.ts';
import { changedKey, unfitKey } from './item-keys.ts';
import { outsideStartKey, reversedBounds, unfitKeyCondition } from './key-conditions.ts';
import type { KeysOf } from './keys.ts';
import { sizeOfText, unordered } from './operands.ts';
import type { Complaint } from './refusal.ts';
import { type Request, requestOf } from './request.ts';
import { hugeTransaction, longToken, manyActions, sameItemTwice, severalActions } from './transactions.ts';

/** A rule of DynamoDB: what it has against a request, undefined where it has nothing. */
export type Rule = (request: Request, keysOf: KeysOf) => Complaint | undefined;

const rules: readonly Rule[] = [
  manyActions,
  severalActions,
  longToken,
  longExpression,
  manyOperators,
  manyOperands,
  deepPath,
  hugeSubstitutes,
  unordered,
  sizeOfText,
  changedKey,
  unfitKey,
  sameItemTwice,
  hugeTransaction,
  unfitKeyCondition,
  reversedBounds,
  outsideStartKey,
];

/** The first complaint about a call, by the rules that need no look at what is stored. */
export function complaintAbout(call: Call, keysOf: KeysOf): Complaint | undefined {
  const request = requestOf(call);
  for (const rule of rules) {
    const complaint = rule(request, keysOf);
    if (complaint) return complaint;
  }
  return undefined;
}

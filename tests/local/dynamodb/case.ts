import type { Call, Input } from '../../../local/dynamodb/call.ts';
import { sendTo } from './send.ts';

/** The table of the cases: keys of text, a sparse index, and an item at `a`, `b`. */
export const TableName = 'polyclinic-test-events';

/** What DynamoDB does by its documentation, to be asked of it or of what stands in for it. */
export interface Case {
  readonly title: string;
  /** Whether it takes so much that it is for a proof alone. */
  readonly isLarge?: boolean;
  /** Calls that must go well first. */
  readonly given?: readonly Call[];
  readonly call: Call;
  /** What the answer says: the type and a part of the message of a refusal, or what a look at the output gives. */
  readonly wanted: Refusal | { readonly look: (output: Input) => unknown; readonly gives: unknown };
}

interface Refusal {
  readonly type: string;
  readonly message: string;
}

/** A value of text, of a number; and how a key is written. */
export const text = (value: string) => ({ S: value });
export const number = (value: number) => ({ N: String(value) });
export const keyOf = (pk: string, sk: string) => ({ pk: text(pk), sk: text(sk) });

/** The item that each case finds. */
export const Item = {
  ...keyOf('a', 'b'),
  note: text('ü'),
  count: number(5),
  flag: { BOOL: true },
  nested: { M: { list: { L: [number(1), { M: { deep: text('yes') } }] } } },
};

/** A call that puts the item, by a condition or otherwise. */
export function put(fields: Input = {}): Call {
  return { operation: 'PutItem', input: { TableName, Item, ...fields } };
}

/** A case that is refused as not valid. */
export function invalid(title: string, call: Call, message: string): Case {
  return { title, call, wanted: { type: 'ValidationException', message } };
}

/** Numbered values, as placeholders for an expression. */
export function numbered(count: number): Record<string, { N: string }> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`:${place}`, number(place)]));
}

/** What a stand-in does otherwise than the case wants; undefined where it does the same. */
export async function deviationOf(endpoint: string, { given = [], call, wanted }: Case): Promise<string | undefined> {
  for (const each of given) {
    const { status, output } = await sendTo(endpoint, each);
    if (status !== 200) return `${each.operation}: ${JSON.stringify(output)}`;
  }
  const { status, output } = await sendTo(endpoint, call);
  if ('type' in wanted) return status === 200 ? 'taken' : otherRefusal(wanted, output);
  if (status !== 200) return `refused: ${output.message}`;
  const seen = JSON.stringify(wanted.look(output));
  return seen === JSON.stringify(wanted.gives) ? undefined : seen;
}

/** What a refusal says otherwise; that of an action may be told as the reason why its transaction was cancelled. */
function otherRefusal({ type, message }: Refusal, output: Input): string | undefined {
  const told = JSON.stringify([output.message, output.Message, output.CancellationReasons]);
  const isReason = told.includes('"ValidationError"') && type === 'ValidationException';
  const isOfType = isReason || String(output.__type).endsWith(`#${type}`);
  return isOfType && told.includes(message) ? undefined : `${output.__type}: ${told}`.replace(/^.*#/, '');
}

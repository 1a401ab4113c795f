import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type KeyKind, kindOf } from '../../infra/key-kinds.ts';

/** Attributes as a call has them: in wire form, or as the document client was given them. */
export type Attributes = Readonly<Record<string, AttributeValue | string>> | undefined;

/** The condition of a query on keys. */
export interface KeyCondition {
  readonly KeyConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Attributes;
}

/** The kinds of the items with these keys, each once. */
export function kindsOfKeys(keys: readonly Attributes[]): readonly KeyKind[] {
  const named = keys.filter((key) => textOf(key?.pk) !== '');
  return [...new Set(named.map((key) => kindOf({ pk: textOf(key?.pk), sk: textOf(key?.sk) })))].sort();
}

/** The kind of the items that a query may find, by its partition and the beginning of their sort keys. */
export function kindsOfQuery(query: KeyCondition): readonly KeyKind[] {
  const { KeyConditionExpression: condition = '', ExpressionAttributeValues: values } = query;
  const partition = /^\S+ = (:\w+)/.exec(condition)?.[1];
  const beginning = /begins_with\(\S+, (:\w+)\)/.exec(condition)?.[1];
  const textAt = (placeholder: string | undefined) => (placeholder ? textOf(values?.[placeholder]) : '');
  const pk = textAt(partition);
  return pk === '' ? [] : [kindOf({ pk, sk: textAt(beginning) })];
}

function textOf(value: AttributeValue | string | undefined): string {
  return typeof value === 'string' ? value : (value?.S ?? '');
}

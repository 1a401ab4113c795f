import { type Call, isObject } from './call.ts';
import { attributesOf, type KeyAttribute, type KeysOf, keyAttributesOf } from './keys.ts';
import { type Complaint, invalid } from './refusal.ts';
import { operandOf, textOf } from './tokens.ts';
import { assignmentsOf, type Write, writesOf } from './writes.ts';

/** A key is not empty, nor over 2,048 or 1,024 bytes: that of a table, and of an index. */
export function unfitKey(call: Call, keysOf: KeysOf): Complaint | undefined {
  for (const write of writesOf(call)) {
    const keys = keysOf(write.tableName);
    const complaint =
      keys && firstOf(keyAttributesOf(keys), (attribute) => complaintOf(attribute, textIn(write, attribute)));
    if (complaint) return complaint;
  }
  return undefined;
}

/** An update changes no key of its table. */
export function changedKey(call: Call, keysOf: KeysOf): Complaint | undefined {
  for (const { kind, tableName, part } of writesOf(call)) {
    const keys = kind === 'Update' ? keysOf(tableName) : undefined;
    const names = keys ? attributesOf(keys).map(({ name }) => name) : [];
    const changed = keys && assignmentsOf(part).find(({ attribute }) => names.includes(attribute));
    if (changed)
      return invalid(
        `One or more parameter values were invalid: Cannot update attribute ${changed.attribute}. This attribute is part of the key`,
      );
  }
  return undefined;
}

/** The text that a write gives to an attribute, in its item, its key, or by a change. */
function textIn({ kind, part }: Write, { name }: KeyAttribute): string | undefined {
  const { Item, Key } = part;
  const given = [Item, Key].flatMap((fields) => (isObject(fields) ? [textOf(fields[name])] : []));
  if (kind !== 'Update' || given.some((text) => text !== undefined)) return given.find((text) => text !== undefined);
  const change = assignmentsOf(part).find(({ attribute, value }) => attribute === name && value !== undefined);
  return change?.value === undefined ? undefined : textOf(operandOf(change.value, part));
}

/** What is wrong with the text of a key attribute. */
export function complaintOf({ name, index, role, mostBytes }: KeyAttribute, text?: string): Complaint | undefined {
  if (text === '')
    return invalid(
      `One or more parameter values are not valid. ${
        index === undefined ? '' : 'A value specified for a secondary index key is not supported. '
      }The AttributeValue for a key attribute cannot contain an empty string value. ${
        index === undefined ? `Key: ${name}` : `IndexName: ${index}, IndexKey: ${name}`
      }`,
    );
  return text !== undefined && Buffer.byteLength(text) > mostBytes
    ? invalid(
        `One or more parameter values were invalid: Size of ${role} has exceeded the maximum size limit of${mostBytes} bytes`,
      )
    : undefined;
}

function firstOf<T>(values: readonly T[], complain: (value: T) => Complaint | undefined): Complaint | undefined {
  for (const value of values) {
    const complaint = complain(value);
    if (complaint) return complaint;
  }
  return undefined;
}

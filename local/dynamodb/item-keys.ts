import { isObject } from './call.ts';
import type { KeyAttribute, KeysOf } from './keys.ts';
import { type Complaint, invalid } from './refusal.ts';
import type { Request } from './request.ts';
import { operandOf, textOf } from './tokens.ts';
import { assignmentsOf, mentions, type Write } from './writes.ts';

/** A key is not empty, nor over 2,048 or 1,024 bytes: that of a table, and of an index. */
export function unfitKey({ writes }: Request, keysOf: KeysOf): Complaint | undefined {
  for (const write of writes)
    for (const attribute of keysOf(write.tableName)?.attributes ?? []) {
      const complaint = complaintOf(attribute, textIn(write, attribute));
      if (complaint) return complaint;
    }
  return undefined;
}

/** An update changes no key of its table. */
export function changedKey({ writes }: Request, keysOf: KeysOf): Complaint | undefined {
  for (const { kind, tableName, part } of writes) {
    if (kind !== 'Update') continue;
    const changed = keysOf(tableName)?.own.find(({ name }) => isChanged(name, part));
    if (changed)
      return invalid(
        `One or more parameter values were invalid: Cannot update attribute ${changed.name}. This attribute is part of the key`,
      );
  }
  return undefined;
}

function isChanged(name: string, part: Write['part']): boolean {
  return mentions(part, name) && assignmentsOf(part).some(({ attribute }) => attribute === name);
}

/** The text that a write gives to an attribute, in its item, its key, or by a change. */
function textIn({ kind, part }: Write, { name }: KeyAttribute): string | undefined {
  const { Item, Key } = part;
  if (isObject(Item)) return textOf(Item[name]);
  if (isObject(Key) && name in Key) return textOf(Key[name]);
  if (kind !== 'Update' || !mentions(part, name)) return undefined;
  const change = assignmentsOf(part).find(({ attribute, value }) => attribute === name && value !== undefined);
  return change?.value === undefined ? undefined : textOf(operandOf(change.value, part));
}

/** What is wrong with the text of a key attribute. */
export function complaintOf({ name, index, role, mostBytes }: KeyAttribute, text?: string): Complaint | undefined {
  if (text === '') {
    const [of, at] = index === undefined ? ['', `Key: ${name}`] : [ofIndex, `IndexName: ${index}, IndexKey: ${name}`];
    return invalid(
      `One or more parameter values are not valid. ${of}The AttributeValue for a key attribute cannot contain an empty string value. ${at}`,
    );
  }
  return text !== undefined && Buffer.byteLength(text) > mostBytes
    ? invalid(
        `One or more parameter values were invalid: Size of ${role} has exceeded the maximum size limit of${mostBytes} bytes`,
      )
    : undefined;
}

const ofIndex = 'A value specified for a secondary index key is not supported. ';

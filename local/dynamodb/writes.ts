import { type Call, type Input, isObject } from './call.ts';
import { attributeOf, tokensOf } from './tokens.ts';

/** A write of a call: what it does to an item of a table, by which part of the request. */
export interface Write {
  readonly kind: string;
  readonly tableName: unknown;
  readonly part: Input;
}

const single: Readonly<Record<string, string>> = { PutItem: 'Put', UpdateItem: 'Update', DeleteItem: 'Delete' };

/** The writes and checks of a call. */
export function writesOf({ operation, input }: Call): Write[] {
  const kind = single[operation];
  if (kind) return [{ kind, tableName: input.TableName, part: input }];
  if (operation === 'TransactWriteItems') return actionsOf(input);
  return operation === 'BatchWriteItem' && isObject(input.RequestItems) ? requestsOf(input.RequestItems) : [];
}

function actionsOf({ TransactItems }: Input): Write[] {
  const items = Array.isArray(TransactItems) ? TransactItems.filter(isObject) : [];
  return items.flatMap((item) =>
    Object.entries(item).flatMap(([kind, part]) => (isObject(part) ? [{ kind, tableName: part.TableName, part }] : [])),
  );
}

function requestsOf(tables: Input): Write[] {
  return Object.entries(tables).flatMap(([tableName, requests]) =>
    (Array.isArray(requests) ? requests : [])
      .filter(isObject)
      .flatMap(({ PutRequest: part }) => (isObject(part) ? [{ kind: 'Put', tableName, part }] : [])),
  );
}

/** A change that an update makes: of which attribute, and by which value's placeholder where it is set to one. */
export interface Assignment {
  readonly attribute: string;
  readonly value?: string;
}

const clause = /^(SET|REMOVE|ADD|DELETE)$/i;
const assignment = /(?<=^|, |\b(?:SET|REMOVE|ADD|DELETE) )(#?\w+)(?: = (:\w+)(?= ,|$| (?:SET|REMOVE|ADD|DELETE) ))?/gi;

/** The changes that an update makes to attributes, or in them. */
export function assignmentsOf(part: Input): Assignment[] {
  if (typeof part.UpdateExpression !== 'string') return [];
  const text = outsideOfFunctions(tokensOf({ text: part.UpdateExpression })).join(' ');
  return [...text.matchAll(assignment)].flatMap(([, name = '', value]) =>
    clause.test(name) ? [] : [{ attribute: attributeOf(name, part), ...(value && { value }) }],
  );
}

function outsideOfFunctions(tokens: readonly string[]): string[] {
  let depth = 0;
  return tokens.filter((token) => {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    return depth === 0 && token !== ')';
  });
}

/** Whether an update has the name of an attribute, in its text or for a placeholder. */
export function mentions(
  { UpdateExpression: text, ExpressionAttributeNames: names }: Input,
  attribute: string,
): boolean {
  return (
    (typeof text === 'string' && text.includes(attribute)) ||
    (isObject(names) && Object.values(names).includes(attribute))
  );
}

import { type Input, isObject } from './call.ts';
import { complaintOf } from './item-keys.ts';
import { attributesOf, type KeyAttributes, type KeysOf, keysOfQuery } from './keys.ts';
import { type Complaint, invalid } from './refusal.ts';
import type { Request } from './request.ts';
import { attributeOf, operandOf, textOf, tokensOf } from './tokens.ts';

/** A condition of a query on a key attribute, with the values that it compares with. */
interface KeyCondition {
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly unknown[];
}

const condition = /begins_with \( (\S+) , (:\w+) \)|(\S+) BETWEEN (:\w+) AND (:\w+)|(\S+) (=|<=|<|>=|>) (:\w+)/gi;

/** The conditions of a query on its keys. */
function keyConditionsOf(query: Input): KeyCondition[] {
  if (typeof query.KeyConditionExpression !== 'string') return [];
  const text = tokensOf({ text: query.KeyConditionExpression }).join(' ');
  return [...text.matchAll(condition)].map(([, prefixed, prefix, between, from, to, compared, operator, operand]) => ({
    attribute: attributeOf(prefixed ?? between ?? compared ?? '', query),
    operator: operator ?? (prefixed === undefined ? 'BETWEEN' : 'begins_with'),
    values: [prefix, from, to, operand].flatMap((name) => (name === undefined ? [] : [operandOf(name, query)])),
  }));
}

/** A query asks for keys that there can be: texts (as all keys of ours are), not empty and not too long. */
export function unfitKeyCondition({ operation, input }: Request, keysOf: KeysOf): Complaint | undefined {
  const keys = operation === 'Query' ? keysOfQuery(input, keysOf) : undefined;
  const attributes = keys ? attributesOf(keys) : [];
  for (const { attribute, values } of keyConditionsOf(keys ? input : {})) {
    const key = attributes.find(({ name }) => name === attribute);
    for (const value of key ? values : []) {
      const text = textOf(value);
      const complaint =
        text === undefined
          ? invalid('One or more parameter values were invalid: Condition parameter type does not match schema type')
          : key && complaintOf(key, text);
      if (complaint) return complaint;
    }
  }
  return undefined;
}

/** The bounds of a BETWEEN come in their order. */
export function reversedBounds({ operation, input }: Request): Complaint | undefined {
  if (operation !== 'Query') return undefined;
  const reversed = keyConditionsOf(input).some(({ operator, values: [from, to] }) => {
    return operator === 'BETWEEN' && compareTexts(textOf(from), textOf(to)) > 0;
  });
  return reversed
    ? invalid(
        'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
      )
    : undefined;
}

/** A page begins where the query could have come to: in its partition, and within its range. */
export function outsideStartKey({ operation, input }: Request, keysOf: KeysOf): Complaint | undefined {
  const { ExclusiveStartKey: start } = input;
  const keys = operation === 'Query' && isObject(start) ? keysOfQuery(input, keysOf) : undefined;
  if (!keys || !isObject(start)) return undefined;
  const broken = keyConditionsOf(input).find(({ attribute, ...rest }) => !meets(textOf(start[attribute]), rest));
  return broken && invalid(`The provided starting key ${offenceAt(broken, keys)}`);
}

function offenceAt({ attribute }: KeyCondition, { partitionKey }: KeyAttributes): string {
  return attribute === partitionKey
    ? 'is outside query boundaries based on provided conditions'
    : 'does not match the range key predicate';
}

function meets(text: string | undefined, { operator, values }: Omit<KeyCondition, 'attribute'>): boolean {
  const [first = '', second = ''] = values.map(textOf);
  const order = compareTexts(text, first);
  switch (operator) {
    case 'begins_with':
      return text?.startsWith(first) ?? false;
    case 'BETWEEN':
      return order >= 0 && compareTexts(text, second) <= 0;
    case '=':
      return order === 0;
    default:
      return operator.startsWith('<')
        ? order < 0 || (operator === '<=' && order === 0)
        : order > 0 || (operator === '>=' && order === 0);
  }
}

/** Texts in DynamoDB's order, which is that of their UTF-8 bytes. */
function compareTexts(left = '', right = ''): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

import type { Comparison, Condition } from './condition.ts';
import type { Changes } from './database.ts';

const operators: Readonly<Record<Comparison, string>> = {
  equals: '=',
  notEquals: '<>',
  lessThan: '<',
  atMost: '<=',
  greaterThan: '>',
  atLeast: '>=',
};

/** Collects the names and values of one request; every name is a placeholder, since any may be a reserved word. */
export interface Placeholders {
  name(attribute: string): string;
  value(value: unknown): string;
  /** The request's fields; an empty one would be refused, so that it is left out. */
  fields(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, unknown>;
  };
}

export function createPlaceholders(): Placeholders {
  const names = new Map<string, string>();
  const values: unknown[] = [];
  return {
    name: (attribute) => {
      const known = names.get(attribute) ?? `#${names.size}`;
      names.set(attribute, known);
      return known;
    },
    value: (value) => `:${values.push(value) - 1}`,
    fields: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([attribute, name]) => [name, attribute])),
      }),
      ...(values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(values.map((value, index) => [`:${index}`, value])),
      }),
    }),
  };
}

/** Writes a condition as DynamoDB's ConditionExpression. */
export function conditionExpression(condition: Condition, placeholders: Placeholders): string {
  const { name, value } = placeholders;
  switch (condition.kind) {
    case 'present':
      return `attribute_exists(${name(condition.attribute)})`;
    case 'absent':
      return `attribute_not_exists(${name(condition.attribute)})`;
    case 'allOf':
      return conjoin(condition.conditions, ' AND ', placeholders);
    case 'anyOf':
      return conjoin(condition.conditions, ' OR ', placeholders);
    default:
      return `${name(condition.attribute)} ${operators[condition.kind]} ${value(condition.value)}`;
  }
}

function conjoin(conditions: readonly Condition[], operator: string, placeholders: Placeholders): string {
  const [only, ...others] = conditions;
  // DynamoDB refuses a pair of parentheses that another pair makes needless.
  if (only && others.length === 0) return conditionExpression(only, placeholders);
  return `(${conditions.map((condition) => conditionExpression(condition, placeholders)).join(operator)})`;
}

/** Writes changes as DynamoDB's UpdateExpression. */
export function updateExpression({ set = {}, remove = [], add = {} }: Changes, { name, value }: Placeholders): string {
  const clauses = [
    { verb: 'SET', parts: Object.entries(set).map(([attribute, to]) => `${name(attribute)} = ${value(to)}`) },
    { verb: 'REMOVE', parts: remove.map(name) },
    { verb: 'ADD', parts: Object.entries(add).map(([attribute, by]) => `${name(attribute)} ${value(by)}`) },
  ];
  return clauses
    .filter(({ parts }) => parts.length > 0)
    .map(({ verb, parts }) => `${verb} ${parts.join(', ')}`)
    .join(' ');
}

import { type Call, type Input, isObject } from './call.ts';

const fields = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

export type ExpressionField = (typeof fields)[number];

/** An expression of a request: its field, its text, and the part of the request that has its names and values. */
export interface Expression {
  readonly field: ExpressionField;
  readonly text: string;
  readonly part: Input;
}

/** The parts of a request that have expressions: the actions of a transaction, the tables of a batch, or the request itself. */
export function partsOf({ input }: Call): readonly Input[] {
  const { TransactItems, RequestItems } = input;
  if (Array.isArray(TransactItems)) return TransactItems.filter(isObject).flatMap(objectsIn);
  return isObject(RequestItems) ? objectsIn(RequestItems) : [input];
}

/** The expressions of a part. */
export function expressionsOf(part: Input): Expression[] {
  return fields.flatMap((field) => {
    const text = part[field];
    return typeof text === 'string' ? [{ field, text, part }] : [];
  });
}

function objectsIn(parent: Input): Input[] {
  return Object.values(parent).filter(isObject);
}

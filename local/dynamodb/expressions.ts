import { type Input, isObject } from './call.ts';

/** An expression of a request: the field that has it, its text, and the part of the request that it belongs to. */
export interface Expression {
  readonly field: ExpressionField;
  readonly text: string;
  readonly part: Input;
}

const fields = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

export type ExpressionField = (typeof fields)[number];

/** The expressions of one part of a request. */
export function expressionsOf(part: Input): Expression[] {
  return fields.flatMap((field) => {
    const text = part[field];
    return typeof text === 'string' ? [{ field, text, part }] : [];
  });
}

/** The parts of a request that have expressions: the actions of a transaction, the tables of a batch, or the request itself. */
export function partsOf({ TransactItems, RequestItems, ...request }: Input): readonly Input[] {
  if (Array.isArray(TransactItems)) return TransactItems.filter(isObject).flatMap(objectsIn);
  return isObject(RequestItems) ? objectsIn(RequestItems) : [request];
}

function objectsIn(parent: Input): Input[] {
  return Object.values(parent).filter(isObject);
}

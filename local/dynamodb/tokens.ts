import { type Input, isObject } from './call.ts';
import type { Expression } from './expressions.ts';

const token = /[#:]?\w+|<>|<=|>=|[=<>()+\-,.[\]]/g;

/** The tokens of an expression: names, placeholders, operators and brackets. */
export function tokensOf({ text }: Pick<Expression, 'text'>): readonly string[] {
  return text.match(token) ?? [];
}

/** The attribute that a token names, itself or by its placeholder. */
export function attributeOf(name: string, { ExpressionAttributeNames: names }: Input): string {
  const attribute = name.startsWith('#') && isObject(names) ? names[name] : name;
  return typeof attribute === 'string' ? attribute : name;
}

/** The value that a placeholder stands for, as `{ S: 'text' }`; undefined where it has none. */
export function operandOf(name: string, { ExpressionAttributeValues: values }: Input): Input | undefined {
  const value = isObject(values) ? values[name] : undefined;
  return isObject(value) ? value : undefined;
}

/** The text of a value that is a string. */
export function textOf(value: unknown): string | undefined {
  return isObject(value) && typeof value.S === 'string' ? value.S : undefined;
}

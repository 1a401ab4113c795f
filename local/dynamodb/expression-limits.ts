import { isObject } from './call.ts';
import type { Expression } from './expressions.ts';
import { bytesOfItem } from './item-size.ts';
import { type Complaint, invalid } from './refusal.ts';
import type { Request } from './request.ts';
import { tokensOf } from './tokens.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, "Expression parameters"; a path is as
// deep as attributes may be nested. That conditions are held to 300 as updates are, the service says, and not the page.
const mostBytes = 4_096;
const mostOperators = 300;
const mostOperands = 100;
const mostLevels = 32;
const mostPlaceholderBytes = 255;
const mostSubstituteBytes = 2 * 1_024 * 1_024;

/** An expression has at most 4 KB. */
export const longExpression = limit((expression) => {
  const bytes = Buffer.byteLength(expression.text);
  return bytes > mostBytes
    ? `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`
    : undefined;
});

/** An expression has at most 300 operators and functions, of which the assignment of an update is none. */
export const manyOperators = limit((expression) =>
  // Each of them is a character at least, with which most expressions are done.
  expression.text.length > mostOperators && operatorsIn(expression) > mostOperators
    ? `The expression contains too many operators; operator count: ${mostOperators + 1}`
    : undefined,
);

/** IN compares with at most 100 values. */
export const manyOperands = limit((expression) => {
  if (expression.text.length < mostOperands) return undefined;
  const most = Math.max(...operandsOfIn(tokensOf(expression)), 0);
  return most > mostOperands
    ? `The IN operator is provided with too many operands; number of operands: ${most}`
    : undefined;
});

/** A path to an attribute has at most 32 levels. */
export const deepPath = limit((expression) => {
  if (expression.text.length < mostLevels) return undefined;
  const levels = Math.max(...levelsOfPaths(tokensOf(expression)), 0);
  return levels > mostLevels ? `The document path has too many nesting elements; nesting levels: ${levels}` : undefined;
});

/** The names and values of an expression have at most 2 MB, and a placeholder for a name at most 255 bytes. */
export function hugeSubstitutes({ parts }: Request): Complaint | undefined {
  for (const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } of parts) {
    if (!isObject(names) || !isObject(values)) continue;
    const long = Object.keys(names).find((name) => Buffer.byteLength(name) > mostPlaceholderBytes);
    if (long)
      return invalid(`ExpressionAttributeNames contains invalid key: key too long; size of key: ${long.length}`);
    const bytes = bytesOfItem(values) + Object.values(names).join('').length;
    if (bytes > mostSubstituteBytes)
      return invalid('The names and values of an expression exceed their maximum size of 2 MB');
  }
  return undefined;
}

function limit(offence: (expression: Expression) => string | undefined) {
  return ({ expressions }: Request): Complaint | undefined => {
    for (const expression of expressions) {
      const message = offence(expression);
      if (message) return invalid(`Invalid ${expression.field}: ${message}`);
    }
    return undefined;
  };
}

function operatorsIn(expression: Expression): number {
  const tokens = tokensOf(expression);
  const comparators = expression.field === 'UpdateExpression' ? /^[+-]$/ : /^(=|<>|<=?|>=?|AND|OR|NOT|BETWEEN|IN)$/i;
  const operators = tokens.filter((token) => comparators.test(token)).length;
  const functions = tokens.filter(
    (token, place) => /^[a-z_]+$/.test(token) && !comparators.test(token) && tokens[place + 1] === '(',
  ).length;
  // The AND of a BETWEEN is a part of it.
  const bounds = tokens.filter((token) => /^BETWEEN$/i.test(token)).length;
  return operators + functions - bounds;
}

function operandsOfIn(tokens: readonly string[]): number[] {
  return tokens.flatMap((token, place) => {
    if (!/^IN$/i.test(token) || tokens[place + 1] !== '(') return [];
    const list = tokens.slice(place, tokens.indexOf(')', place));
    return [list.filter((each) => each === ',').length + 1];
  });
}

/** How many levels each path has: a name, and each further name or place in a list. */
function levelsOfPaths(tokens: readonly string[]): number[] {
  let [levels, previous] = [1, ''];
  return tokens.map((token) => {
    const isWithin = previous === '.' || previous === '[';
    if (token === '.' || token === '[') levels += 1;
    else if (token !== ']' && !isWithin) levels = 1;
    previous = token;
    return levels;
  });
}

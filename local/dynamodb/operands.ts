import { type Complaint, invalid } from './refusal.ts';
import type { Request } from './request.ts';
import { operandOf, tokensOf } from './tokens.ts';

const comparator = /^(<|<=|>|>=)$/;

/** What has an order are text, numbers and bytes (API reference, Condition, LT). */
export function unordered({ expressions }: Request): Complaint | undefined {
  for (const { field, text, part } of expressions) {
    if (!part.ExpressionAttributeValues || !/[<>]/.test(text)) continue;
    const tokens = tokensOf({ text });
    for (const [place, operator] of tokens.entries()) {
      if (!comparator.test(operator)) continue;
      const type = [tokens[place - 1], tokens[place + 1]]
        .flatMap((operand = '') => Object.keys(operandOf(operand, part) ?? {}))
        .find((each) => !['S', 'N', 'B'].includes(each));
      if (type)
        return invalid(
          `Invalid ${field}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
        );
    }
  }
  return undefined;
}

/**
 * The size of a text is counted in bytes by DynamoDB, in characters by dynoxide. Which attribute is a text an expression does
 * not tell: so the local cloud has no size at all.
 */
export function sizeOfText({ expressions }: Request): Complaint | undefined {
  const sized = expressions.find(({ text }) => /\bsize\s*\(/.test(text));
  return (
    sized &&
    invalid(`Invalid ${sized.field}: The local DynamoDB refuses size(), since it would count characters and not bytes`)
  );
}

import type { Call } from './call.ts';
import { expressionsOf, partsOf } from './expressions.ts';
import { type Complaint, invalid } from './refusal.ts';

const mostBytes = 4_096;

/** An expression has at most 4 KB. */
export function longExpression({ input }: Call): Complaint | undefined {
  const long = partsOf(input)
    .flatMap(expressionsOf)
    .find(({ text }) => Buffer.byteLength(text) > mostBytes);
  return (
    long &&
    invalid(
      `Invalid ${long.field}: Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(long.text)}`,
    )
  );
}

import type { Call, Input } from './call.ts';
import { type Expression, expressionsOf, partsOf } from './expressions.ts';
import { type Write, writesOf } from './writes.ts';

/** A call with what the rules look at: the parts that have expressions, these, and its writes. */
export interface Request extends Call {
  readonly parts: readonly Input[];
  readonly expressions: readonly Expression[];
  readonly writes: readonly Write[];
}

/** Reads a call for the rules. */
export function requestOf(call: Call): Request {
  const parts = partsOf(call);
  return { ...call, parts, expressions: parts.flatMap(expressionsOf), writes: writesOf(call) };
}

import * as z from 'zod';
import { id, schema } from '../schemas.ts';

/** The body of a message as JSON; undefined when it is not, which no schema of a message takes. */
export function contentOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const identified = schema(() => z.object({ id: id() }));
const correlated = schema(() => z.object({ correlationId: z.string().min(1) }));

/** The id of what a message tells of, the same for each copy of it; undefined when it has none. */
export function idOf(content: unknown): string | undefined {
  return identified().safeParse(content).data?.id;
}

/** A message that is an event carries the id of the request that began it all. */
export function correlationIdOf(content: unknown): string | undefined {
  return correlated().safeParse(content).data?.correlationId;
}

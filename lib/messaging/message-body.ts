import * as z from 'zod';
import { id, schema } from '../schemas.ts';

/** Parses the body of a message as JSON; answers undefined, which no message's schema accepts, when it is none. */
export function contentOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const identified = schema(() => z.object({ id: id() }));
const correlated = schema(() => z.object({ correlationId: z.string().min(1) }));

/** The id in a message, the same in each copy of it; undefined when it has none. */
export function idOf(content: unknown): string | undefined {
  return identified().safeParse(content).data?.id;
}

/** The correlation id of a message that is an event: the id of the request that began it all. */
export function correlationIdOf(content: unknown): string | undefined {
  return correlated().safeParse(content).data?.correlationId;
}

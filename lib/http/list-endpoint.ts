import { callerId } from '../access/caller.ts';
import type { Page, PageRequest, Position } from '../data/page.ts';
import { InvalidInput } from '../errors.ts';
import type { CursorBinding, CursorSeal } from './cursor-seal.ts';
import { endpoint, type HandlerInput } from './endpoint.ts';
import type { PageBody } from './page.ts';
import type { HttpHandler, Stack } from './stack.ts';
import type { HttpTrigger } from './trigger.ts';

type ListTrigger = HttpTrigger & { readonly responses: { readonly 200: PageBody } };
type ItemOf<T extends ListTrigger> = T['responses'][200] extends PageBody<infer S> ? S['_zod']['input'] : never;

/** The work of a list: it answers the page that the query asks for. */
type HandleList<T extends ListTrigger> = (
  input: HandlerInput<T>,
  request: PageRequest,
) => Promise<Page<ItemOf<T>> & { readonly total?: number | undefined }>;

/**
 * Makes an endpoint that answers a list page by page. A cursor is opaque, and opens only for the route, the filters and the
 * caller that it was issued to; anything else is `INVALID_CURSOR`.
 */
export function listEndpoint<T extends ListTrigger>(trigger: T, handle: HandleList<T>, stack: Stack): HttpHandler {
  const seal = cursorsOf(stack);
  const page = async (input: HandlerInput<T>) => {
    const { limit, cursor, ...filters } = input.query as { limit: number; cursor?: string };
    // What the path names chooses the list as a filter does.
    const binding = bindingOf(trigger, { ...input.params, ...filters }, input.caller && callerId(input.caller));
    const after = cursor === undefined ? undefined : positionOf(await seal.openCursor(cursor, binding));
    const { items, next, total } = await handle(input, { limit, after });
    return { items, limit, nextCursor: next && (await seal.sealCursor(next, binding)), total };
  };
  return endpoint<HttpTrigger>(trigger, (input) => page(input as HandlerInput<T>) as never, stack);
}

function cursorsOf({ cursors }: Stack): CursorSeal {
  if (!cursors) throw new TypeError('A list needs the seal of its cursors in its stack.');
  return cursors;
}

function bindingOf({ method, path }: HttpTrigger, filters: object, caller = 'public'): CursorBinding {
  return { route: `${method} ${path}`, filters: { ...filters }, caller };
}

/** Reads the position of a cursor. One that opens was sealed by us, so that one of another shape is of an earlier release. */
function positionOf(payload: unknown): Position {
  if (typeof payload === 'object' && payload !== null) return payload as Position;
  throw new InvalidInput('INVALID_CURSOR', 'The cursor is not valid any more; begin the list anew.');
}

import { InvalidInput } from '../errors.ts';
import { createSeal } from '../secrets/seal.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** What a cursor is bound to; it does not open for anything else. */
export interface CursorBinding {
  /** Method and path, `GET /v1/users`. */
  readonly route: string;
  /** The query that chose and ordered the list; an undefined entry counts as absent, and the order of names does not matter. */
  readonly filters: Readonly<Record<string, unknown>>;
  /** The id of the caller. */
  readonly caller: string;
}

/** Seals cursors, which tell a client nothing and open only where they were issued. */
export function createCursorSeal(secrets: Secrets) {
  const { seal, open } = createSeal('cursor', secrets);
  return {
    /** Seals a position of a list, which may be any JSON value. */
    sealCursor: (payload: unknown, binding: CursorBinding): Promise<string> => seal(payload, textOf(binding)),

    /**
     * Opens a cursor and answers its position; throws `InvalidInput` when it is not ours, was changed, or is of another list or
     * caller.
     */
    async openCursor(text: string, binding: CursorBinding): Promise<unknown> {
      const payload = await open(text, textOf(binding));
      if (payload === undefined)
        throw new InvalidInput('INVALID_CURSOR', 'The cursor is not one of this list; start again without it.');
      return payload;
    },
  };
}

export type CursorSeal = ReturnType<typeof createCursorSeal>;

function textOf({ route, filters, caller }: CursorBinding): string {
  const entries = Object.entries(filters).filter(([, value]) => value !== undefined);
  return JSON.stringify([route, caller, entries.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

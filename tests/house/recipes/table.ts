import { inserted, type Recipe } from './recipe.ts';

const repository = `import * as z from 'zod';
import { entity } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { calendarDate, schema } from '../../../schemas.ts';

/** A figure of a day that is kept for good. */
export const ledgerEntries = entity({
  name: 'ledger-entry',
  table: 'ledger',
  schema: schema(() => z.object({ day: calendarDate(), figure: z.int() })),
  key: ({ day }: { readonly day: string }) => ({ pk: \`LEDGER#\${day}\`, sk: 'ENTRY' }),
});

export type LedgerRepository = ReturnType<typeof createLedgerRepository>;

/** The figures by their days. */
export function createLedgerRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** The figure of a day; undefined where there is none. */
    find: (day: string) => read.find(ledgerEntries, { day }),
  };
}
`;

/** A table with its first entity. */
export const table: Recipe = {
  what: 'a table',
  files: 2,
  writes: { 'lib/domains/operations/analytics/ledger-repository.ts': repository },
  edits: {
    'infra/tables.ts': (text) =>
      inserted(
        text,
        '] as const satisfies readonly TableDefinition[];',
        "  { ...usual, name: 'ledger', grants: [] },\n",
      ),
  },
  heldBy: ['tests/infra/queues.test.ts'],
};

import type { Position } from '../../../data/page.ts';
import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listOf, peopleIndex } from './people-index.ts';

/** Lists the ids of all admins who can be written to, the oldest accounts first, a hundred by one query and one batch read. */
type ListAdmins = () => Promise<readonly string[]>;

const pageSize = 100;

/** Lends the admins to what has to tell them something. */
export function createAdminListing({ read }: Pick<Platform, 'read'>): ListAdmins {
  const findPage = createIndexSearch(peopleIndex, { read });
  const selection = { list: listOf('CREATED', { role: 'admin' }), descending: false };
  return async () => {
    const admins: string[] = [];
    let after: Position | undefined;
    do {
      const page = await findPage({
        ...{ selection, sifts: true, limit: pageSize, after },
        pick: ({ id, status, emailVerified }) => (status === 'active' && emailVerified ? id : undefined),
      });
      admins.push(...page.items);
      after = page.next;
    } while (after);
    return admins;
  };
}

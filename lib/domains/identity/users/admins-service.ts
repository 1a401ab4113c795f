import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listOf, peopleIndex } from './people-index.ts';

/** Lists the ids of admins who can be written to, at most 50, the newest first, by one query and one batch read. */
type ListAdmins = () => Promise<readonly string[]>;

const mostAdmins = 50;

/** Lends the admins to what has to tell them something. */
export function createAdminListing({ read }: Pick<Platform, 'read'>): ListAdmins {
  const findPage = createIndexSearch(peopleIndex, { read });
  return async () => {
    const selection = { list: listOf('CREATED', { role: 'admin' }), descending: true };
    const { items } = await findPage({
      ...{ selection, sifts: true, limit: mostAdmins },
      pick: ({ id, status, emailVerified }) => (status === 'active' && emailVerified ? id : undefined),
    });
    return items;
  };
}

import type { SealStore } from '../../lib/domains/operations/audit/seal-store.ts';

/** Seals in memory, by day; the contract suite holds it to the real store. */
export interface MemorySeals extends SealStore {
  /** To look at, and to tamper with. */
  readonly texts: Map<string, string>;
}

export function createMemorySeals(): MemorySeals {
  const texts = new Map<string, string>();
  return {
    texts,
    list: async () => [...texts.keys()].sort(),
    find: async (day) => texts.get(day),
    async add(day, text) {
      if (texts.has(day)) return false;
      texts.set(day, text);
      return true;
    },
  };
}

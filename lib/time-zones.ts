import { once } from './once.ts';
import { zoneNames } from './zone-lines.ts';

const namesByFolded = /* @__PURE__ */ once(() => new Map(zoneNames().map((name) => [name.toLowerCase(), name])));

/**
 * Finds a zone by its name in either case, as IANA's table spells it; links keep their own names. Undefined for names that are
 * not in the table, such as the abbreviations of ICU, which Node accepts for another place (`BST` is Dhaka).
 */
export function zoneByName(name: string): string | undefined {
  return namesByFolded().get(name.toLowerCase());
}

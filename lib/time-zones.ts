import { zoneNames } from './zone-names.ts';

let namesByFolded: ReadonlyMap<string, string> | undefined;

/**
 * Finds a zone by its name in either case, as IANA's table spells it; links keep their own names. Undefined for names that are
 * not in the table, such as the abbreviations of ICU, which Node accepts for another place (`BST` is Dhaka), and for a zone
 * that this Node does not have yet, since nothing could be calculated in it.
 */
export function zoneByName(name: string): string | undefined {
  namesByFolded ??= new Map(
    zoneNames
      .trim()
      .split('\n')
      .map((each) => [each.toLowerCase(), each]),
  );
  const zone = namesByFolded.get(name.toLowerCase());
  return zone !== undefined && isReckonable(zone) ? zone : undefined;
}

function isReckonable(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

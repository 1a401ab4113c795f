import { zoneNames } from './zone-names.ts';

let namesByFolded: ReadonlyMap<string, string> | undefined;

/**
 * The zone of a name in any case, as the table of IANA spells it; links keep their own names. Undefined for what the table
 * does not have, such as the abbreviations of ICU, which Node takes and means another place by (`BST` is Dhaka), and for a
 * zone that this Node does not have yet, since nothing could be reckoned in it.
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

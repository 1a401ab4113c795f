import { once } from './once.ts';
import { zoneTable } from './zone-table.ts';

/** The lines of the table by each name of theirs; a line begins with its names. */
const linesByName = /* @__PURE__ */ once(() => {
  const lines = zoneTable.trim().split('\n');
  return new Map(lines.flatMap((line) => namesOf(line).map((name) => [name, line])));
});

/** Finds the line of a zone, whose name is spelled as IANA does. */
export function zoneLine(zone: string): string | undefined {
  return linesByName().get(zone);
}

/** Lists the names of all zones, links among them. */
export function zoneNames(): string[] {
  return [...linesByName().keys()];
}

/** Tells the names that share a line. */
export function namesOf(line: string): string[] {
  return line.slice(0, line.indexOf('|')).split(' ');
}

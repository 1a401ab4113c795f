import { zonesReleased, zonesVersion } from '../../lib/zone-table.ts';
import { type Finding, good, note } from './finding.mjs';

/** A table of time zones: its version as IANA counts them, `2026f`, and the day of its release. */
interface ZoneTable {
  readonly version: string;
  readonly released: string;
}

export const shippedZones: ZoneTable = { version: zonesVersion, released: zonesReleased };

const mostMonths = 12;

/** Checks whether the table of time zones that ships is of the last year, and not behind the one in Node. */
export function checkZones(table: ZoneTable, now: Date, runtime = process.versions.tz ?? ''): Finding {
  if (runtime > table.version) return outdated(`${table.version} is behind the ${runtime} of Node`);
  if (isOld(table, now)) return outdated(`${table.version}, of ${table.released}, is more than a year old`);
  return good('time zones', runtime < table.version ? `${table.version}; Node has ${runtime}` : table.version);
}

function outdated(says: string): Finding {
  return note('time zones', says, 'Install a newer moment-timezone, and run npm run zones.');
}

function isOld({ released }: ZoneTable, now: Date): boolean {
  const end = new Date(released);
  end.setUTCMonth(end.getUTCMonth() + mostMonths);
  return now > end;
}

/** What is to be said when the server starts: that Node reads clocks by older rules than the product; undefined if not so. */
export function laggingRuntime(table: ZoneTable, runtime = process.versions.tz ?? ''): string | undefined {
  return runtime < table.version
    ? `${table.version}; Node itself has ${runtime}, and shows some zones otherwise`
    : undefined;
}

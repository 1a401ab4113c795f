import { isNight, type Reading } from './readings.ts';

/** What somebody has read in an hour that is unusual: how many different records, and how many of them at night. */
export interface UnusualReader {
  readonly id: string;
  readonly kind: 'person' | 'program';
  readonly records: number;
  readonly atNight: number;
}

/** The most different records that somebody usually opens in an hour. */
const usualRecords = 60;

interface Read {
  readonly kind: UnusualReader['kind'];
  readonly records: Set<string>;
  readonly atNight: Set<string>;
}

/** Counts the different records of an hour by reader. */
export function createReaderTally() {
  const readers = new Map<string, Read>();

  return {
    /** Counts a reading; programs work at night as well, so that it is unusual for people alone. */
    add({ readerId, isProgram, record, time }: Reading, zone: string | undefined): void {
      const kind = isProgram ? 'program' : 'person';
      const read = readers.get(readerId) ?? { kind, records: new Set(), atNight: new Set() };
      readers.set(readerId, read);
      read.records.add(record);
      if (!isProgram && zone !== undefined && isNight(time, zone)) read.atNight.add(record);
    },

    /** Those who have read more records than usual, or any at night; who has read most comes first. */
    unusual: (): UnusualReader[] =>
      [...readers]
        .map(([id, { kind, records, atNight }]) => ({ id, kind, records: records.size, atNight: atNight.size }))
        .filter(({ records, atNight }) => records > usualRecords || atNight > 0)
        .sort((one, other) => other.records - one.records),
  };
}

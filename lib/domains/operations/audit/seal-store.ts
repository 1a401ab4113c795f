import type { Objects } from '../../../data/objects.ts';

/** The seals of days, kept apart from the table that they cover. */
export interface SealStore {
  /** Lists the days that have a seal, in order. */
  list(): Promise<string[]>;
  find(day: string): Promise<string | undefined>;
  /** Stores the seal of a day that has none; false when it has one, which stays. */
  add(day: string, text: string): Promise<boolean>;
}

const prefix = 'audit/';
const sealKey = /^audit\/(\d{4}-\d{2}-\d{2})\.json$/;

/** Stores seals as objects of a bucket, `audit/<day>.json`. */
export function createSealStore({
  objects,
  bucket,
}: {
  readonly objects: Objects;
  readonly bucket: () => string;
}): SealStore {
  const keyOf = (day: string) => `${prefix}${day}.json`;
  return {
    async list() {
      const keys = await objects.listKeys(bucket(), prefix);
      return keys.flatMap((key) => sealKey.exec(key)?.[1] ?? []);
    },
    find: (day) => objects.find(bucket(), keyOf(day)),
    add: (day, text) => objects.add(bucket(), keyOf(day), text),
  };
}

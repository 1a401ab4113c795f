/** Keys in the order of their bytes in UTF-8, which is not the order of JavaScript's strings. */
export interface SortedKeys {
  add(key: string): void;
  remove(key: string): void;
  readonly size: number;
  /** The place of the first key that is not before these bytes. */
  placeOf(bytes: string): number;
  /** The bytes of the key at a place, each as a character; undefined behind the last one. */
  at(place: number): string | undefined;
}

/** The bytes of a text in UTF-8, each as a character: such texts compare as the bytes do. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** The text of which these are the bytes. */
export function textOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}

export function createSortedKeys(): SortedKeys {
  const sorted: string[] = [];

  function placeOf(bytes: string): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as string) < bytes) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    placeOf,
    get size() {
      return sorted.length;
    },
    at: (place) => sorted[place],
    add(key) {
      const bytes = bytesOf(key);
      const place = placeOf(bytes);
      if (sorted[place] !== bytes) sorted.splice(place, 0, bytes);
    },
    remove(key) {
      const bytes = bytesOf(key);
      const place = placeOf(bytes);
      if (sorted[place] === bytes) sorted.splice(place, 1);
    },
  };
}

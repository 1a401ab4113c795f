/** How rivals are treated. */
export interface RivalryOptions {
  /** Of the transactions that meet a rival, the part that is cancelled: 0 to 1. */
  readonly share: number;
  /** Numbers from 0 to 1; seeded ones cancel the same calls again. */
  readonly random: () => number;
  /** Takes the while in which a transaction is under way before it is carried out, so that rivals meet. */
  readonly linger: () => Promise<unknown>;
}

/** Cancels transactions that meet a rival on an item, and never one that is alone, as DynamoDB does. */
export interface Rivalry {
  /** Carries out a transaction on the items at these places, or throws `Contended` without having begun. */
  transact<R>(places: readonly string[], work: () => Promise<R>): Promise<R>;
  /**
   * Carries out a call that only a transaction under way can keep from its items: a write by itself, or a read of several as
   * one. Throws `Contended`.
   */
  pass<R>(places: readonly string[], work: () => Promise<R>): Promise<R>;
}

/** A transaction is under way on some of the items: this call did nothing. */
export class Contended extends Error {
  override readonly name = 'Contended';
  /** The places that a rival holds, by which a cancelled transaction tells its reasons. */
  readonly places: ReadonlySet<string>;

  constructor(places: readonly string[]) {
    super('Another transaction is under way on the same items');
    this.places = new Set(places);
  }
}

/** Makes a rivalry, which knows what is under way; places are texts that name an item each. */
export function createRivalry({ share, random, linger }: RivalryOptions): Rivalry {
  const underWay = new Map<string, number>();

  /** Cancels a call that meets rivals, or lets it in; the first on an item meets none, so that one always gets through. */
  function cancellation(places: readonly string[]): Promise<never> | undefined {
    const contended = places.filter((place) => underWay.has(place));
    return contended.length > 0 && random() < share ? refuse(contended) : undefined;
  }

  async function refuse(contended: readonly string[]): Promise<never> {
    await linger();
    throw new Contended(contended);
  }

  function hold(places: readonly string[]): void {
    for (const place of places) underWay.set(place, (underWay.get(place) ?? 0) + 1);
  }

  function release(places: readonly string[]): void {
    for (const place of places) {
      const left = (underWay.get(place) ?? 1) - 1;
      if (left > 0) underWay.set(place, left);
      else underWay.delete(place);
    }
  }

  return {
    async transact(places, work) {
      const cancelled = cancellation(places);
      if (cancelled) return cancelled;
      // Nobody may come between the look and this.
      hold(places);
      try {
        await linger();
        return await work();
      } finally {
        release(places);
      }
    },

    async pass(places, work) {
      return cancellation(places) ?? work();
    },
  };
}

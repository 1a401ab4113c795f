/** How a message is dealt with when its work does not simply succeed or fail; `worker` alone acts on it. */
abstract class Decision extends Error {
  /** A code that is stable and safe to show, `LEASE_HELD`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Nothing is wrong, but it is too early: the message comes again after so many seconds, at the price of a receive. */
export class Retry extends Decision {
  readonly afterSeconds: number;

  constructor(code: string, message: string, { afterSeconds }: { readonly afterSeconds: number }) {
    super(code, message);
    this.afterSeconds = afterSeconds;
  }
}

/** No retry can help, and somebody has to decide: the message goes to the dead letters at once. */
export class Park extends Decision {}

/** There is nothing to do, now or later: the message is done. */
export class Drop extends Decision {}

/** The effect of the message has happened already: the message came twice. */
export class AlreadyDone extends Drop {
  constructor() {
    super('ALREADY_DONE', 'The effect of this message is there already');
  }
}

/** What the work stands on is down: the message waits until that is over, and this is none of its tries. */
export class DependencyDown extends Decision {}

/** What the work stands on takes this one later, and others maybe now: the message comes again, and this is none of its tries. */
export class Defer extends Decision {}

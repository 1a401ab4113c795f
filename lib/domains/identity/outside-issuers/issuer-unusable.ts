/** An issuer answers, or is reached, in a way that stays of no use until its operator or ours mends it. */
export class IssuerUnusable extends Error {
  override readonly name = 'IssuerUnusable';
}

/** The issuer says itself that it has no key that we could use: those that it had count no longer. */
export class NoUsableKey extends IssuerUnusable {}

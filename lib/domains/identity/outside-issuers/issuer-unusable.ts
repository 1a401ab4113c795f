/** An issuer is of no use until its operator or ours mends what is wrong with its answers, or with how it is reached. */
export class IssuerUnusable extends Error {
  override readonly name = 'IssuerUnusable';
}

/** The issuer publishes no key that we could use, so that the keys it had before no longer count. */
export class NoUsableKey extends IssuerUnusable {}

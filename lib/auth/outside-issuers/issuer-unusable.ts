/** An issuer answers, or is reached, in a way that stays of no use until its operator or ours mends it. */
export class IssuerUnusable extends Error {
  override readonly name = 'IssuerUnusable';
}

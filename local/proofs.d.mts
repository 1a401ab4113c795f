/** What is too large for npm test. */
export interface Proof {
  readonly shows: string;
  readonly takes: string;
  /** Parts of the paths of tests. */
  readonly tests?: readonly string[];
  readonly script?: string;
}
export const proofs: Readonly<Record<string, Proof>>;

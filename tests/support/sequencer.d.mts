export const slowFiles: Readonly<Record<string, number>>;
/** What we use of jest's tests. */
export interface SequencedTest {
  readonly path: string;
  readonly context: { readonly config: { readonly rootDir: string; readonly cache: boolean } };
}
export default function createSequencer(options: object): {
  sort<T extends SequencedTest>(tests: T[]): T[];
};

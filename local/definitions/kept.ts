/** Kept data cannot follow a changed definition; only new data can. */
export class KeptDataOutdated extends Error {
  override readonly name = 'KeptDataOutdated';

  constructor(what: string) {
    super(
      `${what} differs from its definition in a way that kept data cannot follow: npm start -- --fresh begins anew`,
    );
  }
}

/** Whether an error has one of these names, by which the SDK's errors are told apart. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

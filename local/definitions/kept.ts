/** Kept data cannot follow a changed definition; only beginning anew can. */
export class KeptDataOutdated extends Error {
  override readonly name = 'KeptDataOutdated';

  constructor(what: string) {
    super(
      `${what} differs from its definition in a way that kept data cannot follow: npm start -- --fresh begins anew`,
    );
  }
}

/** Whether the error has this name, as the SDK's errors do. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

declare global {
  /** Put there by tests/support/environment.mjs, for all test files of a process. */
  var __kept__: Map<string, string> | undefined;
}

/**
 * What takes longer to make than a test, made once in a process; each test file gets a copy of its own. Only what JSON holds
 * is kept: an object of one file is none of the classes of another.
 */
export async function kept<T>(name: string, make: () => Promise<T>): Promise<T> {
  const texts = globalThis.__kept__;
  const text = texts?.get(name) ?? JSON.stringify(await make());
  texts?.set(name, text);
  return JSON.parse(text) as T;
}

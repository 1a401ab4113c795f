import { Unavailable } from '../errors.ts';

/**
 * Runs a call to a mail server and makes its failure one that may be logged: codes only, because the server's own words
 * name the recipient.
 */
export async function delivering<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new Unavailable('MAIL_UNAVAILABLE', `The mail server did not take it (${codesOf(error)})`);
  }
}

function codesOf(error: unknown): string {
  const { name, code, responseCode } = error as { name?: unknown; code?: unknown; responseCode?: unknown };
  return [name, code, responseCode].filter((part) => part !== undefined && part !== 'Error').join(' ');
}

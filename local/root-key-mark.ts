/** What to do where nothing brings the kept data back. */
export const beginAnew = 'or begin anew, without the data, by npm start -- --fresh';

/** The file beside a root key that says which one has opened the data. */
export function markFileOf(rootKeyFile: string): string {
  return `${rootKeyFile}.mark`;
}

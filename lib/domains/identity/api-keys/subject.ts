/** What events and the audit call a key by. */
export function subjectOfKey(keyId: string): string {
  return `api-keys/${keyId}`;
}

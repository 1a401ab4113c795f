/** Matches what a mail client turns into a link: `https:`, `www.`, `a.name@host`, `host.tld/path`. */
const linkLike = /[/@:\\]|[\p{L}\p{N}]\.[\p{L}\p{N}]{2,}/u;

/**
 * Writes the first line of a mail. A name that reads like a link is left out: whoever registers with somebody else's address
 * chooses the name, and could have us send that person the link.
 */
export function greet(name: string): string {
  const plain = name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ').trim();
  return plain === '' || linkLike.test(plain) ? 'Hello,' : `Hello ${plain},`;
}

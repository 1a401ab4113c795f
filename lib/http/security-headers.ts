/** The headers of every answer: no sniffing, no plain HTTP, no referrer, nothing loaded, never framed. */
const strict = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/**
 * The policy of our own pages, which load their scripts and styles; the viewer styles elements inline and draws icons from data
 * URLs.
 */
const page = {
  ...strict,
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const;

/** The security headers of an answer; a page may load what lies beside it, and anything else loads nothing. */
export function securityHeaders(isPage: boolean): Readonly<Record<string, string>> {
  return isPage ? page : strict;
}

/** The attributes of a cookie beside those that are always on: HttpOnly, Secure, SameSite=Strict. */
interface CookieOptions {
  readonly path: string;
  /** How many seconds the cookie is kept; 0 deletes it. */
  readonly maxAge: number;
}

/** Writes a `Set-Cookie` header. `value` must consist of cookie characters, as base64url does. */
export function cookie(name: string, value: string, { path, maxAge }: CookieOptions): string {
  return `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Strict`;
}

/** Attributes of a cookie; what is not said here is always on: HttpOnly, Secure, SameSite=Strict. */
interface CookieOptions {
  readonly path: string;
  /** Seconds; 0 deletes the cookie. */
  readonly maxAge: number;
}

/** A `Set-Cookie` header. `value` must be of cookie characters, as base64url is. */
export function cookie(name: string, value: string, { path, maxAge }: CookieOptions): string {
  return `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Strict`;
}

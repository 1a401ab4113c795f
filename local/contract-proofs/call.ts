/** What is sent to a route, beside what its document says. */
export interface Call {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The access token of somebody; that of the admin unless it says otherwise. */
  readonly token?: string;
}

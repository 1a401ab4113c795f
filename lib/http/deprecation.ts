/** The end of a route: calendar dates in UTC, at least six months apart, and the path of what takes its place. */
export interface Deprecation {
  readonly since: string;
  /** The day from which it may be gone. */
  readonly sunset: string;
  /** May have parameters of the route itself: `/v2/users/{userId}`. */
  readonly successor?: string;
}

/** The headers by which every answer of a route tells of its end: RFC 9745, RFC 8594 and RFC 8288; none where it has none. */
export function deprecationHeaders(
  deprecation: Deprecation | undefined,
  params: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string>> {
  if (!deprecation) return {};
  const { since, sunset, successor } = deprecation;
  const link = successor === undefined ? undefined : pathOf(successor, params);
  return {
    deprecation: `@${Date.parse(since) / 1000}`,
    sunset: new Date(sunset).toUTCString(),
    ...(link !== undefined && { link: `<${link}>; rel="successor-version"` }),
  };
}

/** The path with its parameters filled in; undefined where one is not known. */
function pathOf(template: string, params: Readonly<Record<string, string | undefined>>): string | undefined {
  const path = template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
  return path.includes('{') ? undefined : path;
}

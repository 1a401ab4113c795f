import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { Json } from './json.ts';

/** The description of an operation, and what it says beside that where its end is announced; `x-sunset` is for the contract gate. */
export function deprecationOf({ deprecated }: HttpTrigger, description: string): Json {
  if (!deprecated) return { description };
  const { since, sunset, successor } = deprecated;
  const notice = `Deprecated since ${since}; it may be gone from ${sunset} on.`;
  const instead = successor === undefined ? [] : [`Use \`${successor}\` instead.`];
  return {
    description: `${description}\n\n${[notice, ...instead].join(' ')}`,
    deprecated: true,
    'x-sunset': sunset,
  };
}

/** Responses with the headers that tell of the end of a deprecated route; as they are on any other route. */
export function withDeprecation({ deprecated }: HttpTrigger, responses: Json): Json {
  if (!deprecated) return responses;
  const { Link, ...always } = deprecationHeaderDefinitions;
  const added = deprecated.successor === undefined ? always : { ...always, Link };
  return Object.fromEntries(
    Object.entries(responses as Record<string, Json>).map(([status, response]) => [
      status,
      { ...response, headers: { ...(response.headers as Json | undefined), ...added } },
    ]),
  );
}

const deprecationHeaderDefinitions = {
  Deprecation: {
    description: 'Since when the route is deprecated, in seconds of Unix time (RFC 9745).',
    schema: { type: 'string', examples: ['@1796083200'] },
  },
  Sunset: {
    description: 'From when on it may be gone (RFC 8594).',
    schema: { type: 'string', examples: ['Tue, 01 Jun 2027 00:00:00 GMT'] },
  },
  Link: {
    description: 'What takes its place, as `successor-version` (RFC 8288).',
    schema: { type: 'string', examples: ['</v2/users>; rel="successor-version"'] },
  },
} as const;

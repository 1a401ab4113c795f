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

/** The headers by which every answer of a deprecated route tells of its end; none on any other route. */
export function deprecationHeader({ deprecated }: HttpTrigger): Json {
  if (!deprecated) return {};
  const { Link, ...always } = definitions;
  return deprecated.successor === undefined ? always : { ...always, Link };
}

const definitions = {
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

import type { Counted } from '../metrics.ts';

export const requestsRefused = {
  name: 'requests.refused',
  summary: 'A stranger was answered 401, 403, or what looks absent to them.',
} as const satisfies Counted;

export const callersRefused = {
  name: 'callers.refused',
  summary: 'A person or program that is known was answered 403, or what looks absent to them.',
} as const satisfies Counted;

export const refusalsUnrecorded = {
  name: 'refusals.unrecorded',
  summary: 'The refusal of a person or program that is known could not be put on record.',
} as const satisfies Counted;

export const requestsUncounted = {
  name: 'requests.uncounted',
  summary: 'A request could not be counted against its limit.',
} as const satisfies Counted;

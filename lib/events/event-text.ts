import type { Envelope } from './envelope.ts';

/**
 * Writes an event as the body of its message. JSON escapes what a queue does not take, but for U+FFFE and U+FFFF.
 */
export function eventText(event: Envelope): string {
  return JSON.stringify(event).replaceAll(
    /[\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

import type { Answer } from './persistence.ts';

/** Whether an answer settles a request: a refusal to do it twice is a success as well, where the first answer was lost. */
export function settles({ status, code, isRepeated }: Answer, success: number, onceMore?: string): boolean {
  return status === success || (isRepeated && onceMore !== undefined && code === onceMore);
}

/** What of an answer a complaint says. */
export function wordsFor({ status, code }: Answer): string {
  return [status, code].filter(Boolean).join(' ');
}

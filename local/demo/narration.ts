import type { Answer } from './client.ts';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function chapter(title: string): void {
  say(`\n${title}`);
}

/** Prints a request and its answer; throws unless the answer is the expected one. */
export function expect(what: string, answer: Answer, status: number, code?: string): Answer {
  const told = [answer.status, answer.code, answer.retryAfter && `Retry-After: ${answer.retryAfter}`].filter(Boolean);
  say(`  ${what.padEnd(62)} ${told.join(' ')}`);
  if (answer.status !== status || answer.code !== code)
    throw new Error(`${what}: expected ${[status, code].join(' ')}, got ${[answer.status, answer.code].join(' ')}`);
  return answer;
}

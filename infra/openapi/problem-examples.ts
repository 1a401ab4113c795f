import { kindOf } from '../../lib/http/problem.ts';

/** Codes of problems by their status. */
export type CodesByStatus = Readonly<Record<number, readonly string[]>>;

/** The second status of a code that is about the caller with one, and about whom they name with the other. */
const namedStatuses: Readonly<Record<string, number>> = { EMAIL_NOT_VERIFIED: 422 };

/** The examples of a response with a status that may have one of these codes. */
export function exampleReferences(codes: readonly string[], status: number): Record<string, object> {
  return Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${nameOf(code, status)}` }]));
}

/** An example of each code, for operations to refer to; throws for a code with two statuses. */
export function problemExamples(routes: readonly CodesByStatus[]): Record<string, object> {
  const named = new Map<string, readonly [code: string, status: number]>();
  for (const [status, code] of routes.flatMap(pairsOf)) {
    const [, known = status] = named.get(nameOf(code, status)) ?? [];
    if (known !== status) throw new Error(`${code} comes with ${known} and ${status}`);
    named.set(nameOf(code, status), [code, status]);
  }
  return Object.fromEntries(
    [...named]
      .sort()
      .map(([name, [code, status]]) => [name, { summary: kindOf(code).title, value: exampleOfCode(code, status) }]),
  );
}

function nameOf(code: string, status: number): string {
  return namedStatuses[code] === status ? `${code}_${status}` : code;
}

function pairsOf(codesByStatus: CodesByStatus): [number, string][] {
  return Object.entries(codesByStatus).flatMap(([status, codes]) =>
    codes.map((code): [number, string] => [Number(status), code]),
  );
}

/** A problem with a code, as it would be answered. */
export function exampleOfCode(code: string, status: number): object {
  const { type, title } = kindOf(code);
  return {
    type,
    title,
    status,
    detail: `${title}: what exactly, in words.`,
    instance: '/v1/path-of-the-request',
    code,
    ...(code === 'VALIDATION_FAILED' && {
      errors: [{ path: 'email', message: 'Invalid email address', code: 'invalid_format' }],
    }),
    requestId: '019a0000-0000-7000-8000-00000000e001',
    timestamp: '2026-03-08T09:30:00.000Z',
  };
}

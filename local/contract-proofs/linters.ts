import type { Run, Workshop } from './workshop.ts';

/** What a tool says against a document. */
export interface Complaint {
  readonly severity: 'error' | 'warning' | 'information';
  readonly rule: string;
  readonly text: string;
}

/** A tool that judges a document, by the rules that it recommends itself. */
export interface Linter {
  readonly name: string;
  lint(workshop: Workshop): Promise<readonly Complaint[]>;
}

const severities = ['error', 'warning', 'information', 'information'] as const;

/** What Spectral finds, and the parser of AsyncAPI, which stands on it. */
interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly severity: number;
  readonly path: readonly (string | number)[];
}

interface RedoclyProblem {
  readonly severity: 'error' | 'warn';
  readonly ruleId: string;
  readonly message: string;
  readonly location: readonly { readonly pointer?: string }[];
}

/** The linters of the two documents. */
export const linters: readonly Linter[] = [
  {
    name: 'Redocly, recommended rules',
    async lint(workshop) {
      const args = ['lint', 'openapi.json', '--extends', 'recommended', '--format', 'json'];
      const { problems } = reportOf<{ problems: RedoclyProblem[] }>(
        await workshop.run('node_modules/@redocly/cli/bin/cli.js', args),
      );
      return problems.map(({ severity, ruleId, message, location: [place] }) => ({
        severity: severity === 'error' ? 'error' : 'warning',
        rule: ruleId,
        text: `${message} at ${place?.pointer}`,
      }));
    },
  },
  {
    name: 'Spectral, recommended rules',
    async lint(workshop) {
      const args = ['lint', 'openapi.json', '--ruleset', 'spectral.json', '--format', 'json', '--quiet'];
      const file = 'node_modules/@stoplight/spectral-cli/dist/index.js';
      return reportOf<Diagnostic[]>(await workshop.run(file, args)).map(complaintOf);
    },
  },
  {
    name: 'The parser of AsyncAPI',
    lint: async (workshop) =>
      reportOf<Diagnostic[]>(await workshop.run('parse-asyncapi.mjs', ['asyncapi.json'])).map(complaintOf),
  },
];

function reportOf<T>({ stdout, stderr }: Run): T {
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`a linter reported nothing:\n${stdout}${stderr}`);
  }
}

function complaintOf({ severity, code, message, path }: Diagnostic): Complaint {
  return { severity: severities[severity] ?? 'error', rule: code, text: `${message} at #/${path.join('/')}` };
}

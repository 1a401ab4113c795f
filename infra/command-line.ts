import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What somebody typed is not what the command takes; the message says what is the matter, and how the command is used. */
export class Misused extends Error {
  override readonly name = 'Misused';
}

/** Makes the error of something that was typed: what is the matter with it, above how the command is used. */
export function misused(what: string, usage: string): Misused {
  return new Misused(`${what}\n${usage}`);
}

interface CommandLine<O extends NonNullable<ParseArgsConfig['options']>> {
  /** How the command is used, in a line. */
  readonly usage: string;
  readonly options: O;
  /** How many words may stand beside the options; none by default. */
  readonly words?: number;
  readonly args?: readonly string[] | undefined;
}

/** The shapes of options by their names, in whichever command they are. */
const shapes = [
  // The stage is a part of names, and those of functions are taken apart at the dash.
  { name: 'stage', pattern: /^[a-z][a-z0-9]{0,15}$/, is: 'up to 16 lower-case letters and digits' },
  { name: 'region', pattern: /^[a-z]+(-[a-z]+)+-\d+$/, is: 'a region like us-east-1' },
  { name: 'param', pattern: /^[A-Za-z]\w*=/, is: '<name>=<value>' },
] as const;

/** The options that say which stage a command is for. */
export function stageOptions(stage: string) {
  return { stage: { type: 'string', default: stage }, region: { type: 'string', default: 'us-east-1' } } as const;
}

/** Reads what was typed after the name of a command; throws `Misused` where it is malformed, unknown or given twice. */
export function readCommandLine<const O extends NonNullable<ParseArgsConfig['options']>>({
  usage,
  options,
  words = 0,
  args = process.argv.slice(2),
}: CommandLine<O>) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
    const given = parsed.tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
    requireOnce(given.map(({ name, value = '' }) => (name === 'param' ? `param ${value.split('=')[0]}` : name)));
    for (const { name, value = '' } of given) requireShape(name, value);
    const excess = parsed.positionals[words];
    if (excess !== undefined) throw new Error(`"${excess}" is a word too many`);
    return parsed;
  } catch (error) {
    // What follows the first sentence of Node's messages is advice for words that look like options.
    const [what = ''] = (error as Error).message.split(/\.?\s*\n|\.\s/);
    throw misused(what, usage);
  }
}

/** What `read` answers; where that is `Misused` it is told, and the process ends with 1. */
export function orEnd<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Misused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}

function requireOnce(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`--${twice} is given twice`);
}

function requireShape(name: string, value: string): void {
  const shape = shapes.find((each) => each.name === name);
  if (shape && !shape.pattern.test(value)) throw new Error(`--${name} must be ${shape.is}, not "${value}"`);
}

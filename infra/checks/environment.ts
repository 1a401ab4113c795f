import { problemsOfOptional } from '../../lib/config.ts';
import { textOf } from './resolve.ts';
import { at, isObject, type Rule, resourcesOf } from './stack.ts';

/** A pattern that no value of the environment may match. */
interface Taboo {
  readonly isBroken: (value: string, name: string) => boolean;
  readonly message: string;
}

/** The patterns of secrets: prefixes of issued keys, a password in a URL, a PEM block, a token. */
const secretShapes = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(sk|rk|pk)_(live|test)_\w+/,
  /\b(gh[pousr]|xox[abprs])[_-]\w{10,}/,
  /-----BEGIN /,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
  /^[0-9a-f]{32,}$/i,
  /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w+/=-]{32,}$/,
];
const secretName = /(SECRET|PASSWORD|PASSPHRASE|CREDENTIALS?|TOKEN|KEY)$/;

const taboos: readonly Taboo[] = [
  {
    isBroken: (value) => /localhost|\b127\.\d+\.\d+\.\d+|\b0\.0\.0\.0\b|\[::1\]|host\.docker\.internal/i.test(value),
    message: 'is an address of a laptop: leave it out, or name the deployed one',
  },
  {
    isBroken: (value) => value.startsWith('file:'),
    message: 'is a file that the function will not have: name a parameter, as ssm:<name>',
  },
  {
    isBroken: (value, name) =>
      !/^(ssm|kms):/.test(value) && (secretName.test(name) || secretShapes.some((shape) => shape.test(value))),
    message:
      'looks like a secret, which all who may see the function can read: keep it in SSM, and name it as ssm:<name>',
  },
  {
    isBroken: (value, name) => name === 'POLYCLINIC_RATE_LIMITS' && value === 'off',
    message: 'leaves sign-in open to guessing: leave it out',
  },
  {
    isBroken: (value, name) => name === 'POLYCLINIC_SHOW_STACKS' && value !== 'off',
    message: 'shows strangers how it is made inside: leave it out',
  },
  {
    isBroken: (value, name) => name === 'POLYCLINIC_STAGE' && value === 'local',
    message: 'is the stage of a laptop, where limits may be off and stacks are shown: name another',
  },
];

const taboosOfProduction: readonly Taboo[] = [
  {
    isBroken: (_, name) => name === 'POLYCLINIC_VISIBILITY_SECONDS',
    message: 'is for tests, which cannot wait: leave it out',
  },
  {
    isBroken: (value, name) => name === 'LOG_LEVEL' && value === 'debug',
    message: 'logs more than is paid for and more than may be kept: set it to info',
  },
  {
    isBroken: (value) => /\bexample\.(com|org|net)\b/i.test(value),
    message: 'is a placeholder: give the deployment its own, as --param name=value',
  },
  {
    isBroken: (value) => /^http:/i.test(value),
    message: 'goes unencrypted: make it https',
  },
];

/**
 * Checks that no variable of a function brings a laptop's settings or a secret along, or breaks the function, and that
 * production has no settings of development.
 */
export const environment: Rule = (stack, stacks, { production }) =>
  resourcesOf(stack, 'AWS::Lambda::Function').flatMap(([resource, { Environment }]) => {
    const given = at(Environment, 'Variables');
    const texts = Object.entries(isObject(given) ? given : {}).map(
      ([name, value]) => [name, textOf(value, stack, stacks)] as const,
    );
    const broken = texts.flatMap(([name, text]) =>
      [...taboos, ...(production ? taboosOfProduction : [])]
        .filter(({ isBroken }) => isBroken(text, name))
        // The value is not shown: it may be a secret, and this is printed.
        .map(({ message }) => `${name} ${message}`),
    );
    return [...broken, ...problemsOfOptional(Object.fromEntries(texts))].map((message) => ({ resource, message }));
  });

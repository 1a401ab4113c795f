import { type PropertySpecifications, type PropertyType, propertiesOf } from './aws-specification.ts';
import { isObject } from './stack.ts';

/** Lists where properties differ from AWS's specification; each text says where, and what to do. */
export function mismatchesOfProperties(
  given: Readonly<Record<string, unknown>>,
  known: PropertySpecifications,
  path: string,
): string[] {
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required && isAbsent(given[name]))
    .map(([name]) => `${path}${name} is required: give it a value`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    return property
      ? mismatches(value, property.type, path + name)
      : [`there is no property ${path}${name}: remove it or correct its spelling`];
  });
  return [...missing, ...wrong];
}

function mismatches(value: unknown, type: PropertyType, path: string): string[] {
  if (isAbsent(value) || isIntrinsic(value)) return [];
  switch (type.type) {
    case 'ref':
      return isObject(value)
        ? mismatchesOfProperties(value, propertiesOf(type), `${path}.`)
        : [wanted(path, 'an object', value)];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((element, index) => mismatches(element, type.element, `${path}[${index}]`))
        : [wanted(path, 'a list', value)];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, inner]) => mismatches(inner, type.element, `${path}.${key}`))
        : [wanted(path, 'an object', value)];
    case 'union':
      return fewest(type.types.map((each) => mismatches(value, each, path)));
    default:
      return mismatchesOfPrimitive(value, type, path);
  }
}

function mismatchesOfPrimitive(value: unknown, type: PropertyType, path: string): string[] {
  const [isRight, name] = primitives[type.type] ?? [];
  if (isRight && !isRight(value)) return [wanted(path, name, value)];
  const allowed: readonly unknown[] | undefined = 'allowedValues' in type ? type.allowedValues : undefined;
  return !allowed || allowed.includes(value) ? [] : [wanted(path, `one of ${allowed.join(', ')}`, value)];
}

// The primitive types. CloudFormation accepts a number for a text, or the reverse, for some types only.
const primitives: Readonly<Record<string, readonly [isRight: (value: unknown) => boolean, name: string]>> = {
  string: [(value) => typeof value === 'string', 'a string'],
  integer: [Number.isInteger, 'a whole number'],
  number: [(value) => typeof value === 'number', 'a number'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  json: [(value) => typeof value === 'object', 'an object or a list'],
  'date-time': [(value) => typeof value === 'string', 'a time as a string'],
  tag: [(value) => isObject(value) && 'Key' in value && 'Value' in value, 'a Key and a Value'],
};

function wanted(path: string, what: string | undefined, value: unknown): string {
  return `${path} must be ${what}, not ${JSON.stringify(value)}`;
}

/** The problems by the one of several types that was most likely meant. */
function fewest(problems: readonly string[][]): string[] {
  return problems.reduce((least, each) => (each.length < least.length ? each : least));
}

function isIntrinsic(value: unknown): boolean {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 && /^(Ref|Fn::.+)$/.test(String(keys[0]));
}

function isAbsent(value: unknown): boolean {
  return value === undefined || (isObject(value) && value.Ref === 'AWS::NoValue');
}

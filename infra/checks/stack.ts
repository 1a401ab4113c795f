/** A resource as it stands in a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A value that a stack shows, and shares with others when it is exported. */
export interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}

/** The parts of a CloudFormation template that the framework writes. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

/** A stack as it will be deployed. */
export interface PackagedStack {
  readonly name: string;
  readonly template: Template;
}

/** What is wrong with a resource, and how to mend it. */
export interface Problem {
  readonly resource: string;
  readonly message: string;
}

/** What a check is told beside the templates. */
export interface CheckOptions {
  /** Whether real people will use the stage, so that nothing of development may be left in it. */
  readonly production: boolean;
}

/** Checks one stack; `stacks` are all of them, in the order in which they are deployed. */
export type Rule = (stack: PackagedStack, stacks: readonly PackagedStack[], options: CheckOptions) => Problem[];

/** The properties of the resources of one type, by logical id; empty for a resource without properties. */
export function resourcesOf({ template }: PackagedStack, type: string): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties = {} }]) => [id, Properties]);
}

/** The value at a path in a value of unknown shape; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** A list, which CloudFormation and IAM mostly let be written as a single value as well. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether a value has keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

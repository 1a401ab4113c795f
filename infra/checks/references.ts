import { isCustom, specificationOf } from './aws-specification.ts';
import { exportsOf, partsOfGetAtt, partsOfSub, textOf } from './resolve.ts';
import { isObject, listOf, type PackagedStack, type Problem, type Rule } from './stack.ts';

const pseudoParameters = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** Checks that whatever is referred to exists: in the same template, or exported by a stack that is deployed before. */
export const references: Rule = (stack, stacks) => {
  const { Resources, Outputs = {} } = stack.template;
  const exported = exportsBefore(stack, stacks);
  const dangling = (value: unknown) => intrinsicsIn(value).flatMap(([name, argument]) => lookUp(name, argument));
  const lookUp = (name: string, argument: unknown): string[] => {
    if (name === 'Ref') return referred(String(argument), stack);
    if (name === 'Fn::GetAtt') return attribute(...partsOfGetAtt(argument), stack);
    if (name === 'Fn::Sub') return substituted(argument, stack);
    if (name === 'Fn::ImportValue') return imported(textOf(argument, stack, stacks), exported);
    return [];
  };
  return [
    ...Object.entries(Resources).flatMap(([id, { Properties, DependsOn }]) =>
      problemsOf(id, [
        ...dangling(Properties),
        ...listOf(DependsOn)
          .filter((other) => !Object.hasOwn(Resources, String(other)))
          .map((other) => `it depends on ${other}, which is not in this stack: define it or drop the dependency`),
      ]),
    ),
    ...Object.entries(Outputs).flatMap(([id, output]) => problemsOf(`Outputs.${id}`, dangling(output))),
  ];
};

function problemsOf(resource: string, messages: readonly string[]): Problem[] {
  return [...new Set(messages)].map((message) => ({ resource, message }));
}

/** Every intrinsic function in a value, however deep, with its argument. */
function intrinsicsIn(value: unknown): [name: string, argument: unknown][] {
  if (Array.isArray(value)) return value.flatMap(intrinsicsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(/^(Ref|Fn::.+)$/.test(key) ? [[key, inner] as [string, unknown]] : []),
    ...intrinsicsIn(inner),
  ]);
}

/** The exports of the stacks before one, the only ones that it can import: AWS looks for them while it deploys. */
function exportsBefore(stack: PackagedStack, stacks: readonly PackagedStack[]): Set<string> {
  const before = stacks.slice(0, stacks.indexOf(stack));
  return new Set(before.flatMap((other) => exportsOf(other, stacks).map(([name]) => name)));
}

function referred(id: string, { template }: PackagedStack): string[] {
  const isKnown =
    pseudoParameters.has(id) || Object.hasOwn(template.Resources, id) || Object.hasOwn(template.Parameters ?? {}, id);
  return isKnown ? [] : [`it refers to ${id}, which is not in this stack: define it or import it`];
}

function attribute(id: string, name: string, { template }: PackagedStack): string[] {
  const type = Object.hasOwn(template.Resources, id) ? template.Resources[id]?.Type : undefined;
  if (!type) return [`it refers to ${id}.${name}, but ${id} is not in this stack: define it or import it`];
  if (isCustom(type) || (type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.'))) return [];
  const attributes = Object.keys(specificationOf(type)?.attributes ?? {});
  if (attributes.includes(name)) return [];
  return [`${id} has no attribute ${name}: a ${type} has ${attributes.join(', ') || 'none'}`];
}

function substituted(argument: unknown, stack: PackagedStack): string[] {
  const [text, variables] = partsOfSub(argument);
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(variables, name))
    .flatMap((name) => (name.includes('.') ? attribute(...partsOfGetAtt(name), stack) : referred(name, stack)));
}

function imported(name: string, exported: ReadonlySet<string>): string[] {
  return exported.has(name) ? [] : [`no stack deployed before this one exports ${name}: export it there`];
}

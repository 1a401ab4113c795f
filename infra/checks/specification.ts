import { isCustom, specificationOf } from './aws-specification.ts';
import { mismatchesOfProperties } from './conformity.ts';
import type { Problem, Resource, Rule } from './stack.ts';

const attributes = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
  'Condition',
  'Metadata',
]);

/** Checks that every resource has a type of AWS, with the properties that AWS knows and requires. */
export const specification: Rule = ({ template }) =>
  Object.entries(template.Resources).flatMap(([id, resource]) =>
    [...unknownAttributes(resource), ...mismatchesOf(resource)].map(
      (message): Problem => ({ resource: id, message: `${message} (${resource.Type})` }),
    ),
  );

function unknownAttributes(resource: Resource): string[] {
  return Object.keys(resource)
    .filter((name) => !attributes.has(name))
    .map((name) => `a resource has no ${name}: did you mean to put it under Properties?`);
}

function mismatchesOf({ Type, Properties = {} }: Resource): string[] {
  if (isCustom(Type)) return [];
  const known = specificationOf(Type);
  if (!known) return ['CloudFormation has no such type: correct its spelling'];
  return mismatchesOfProperties(Properties, known.properties, '');
}

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

type Database = ReturnType<typeof loadAwsServiceSpecSync>;

let loaded: Database | undefined;

/** Loads the specification once, and only for a check that needs it, as unpacking it takes about half a second. */
function database(): Database {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
}

/** AWS's specification of a type of resource, like `AWS::SQS::Queue`; undefined when there is no such type. */
export function specificationOf(type: string) {
  return database().lookup('resource', 'cloudFormationType', 'equals', type).at(0);
}

type ResourceSpecification = NonNullable<ReturnType<typeof specificationOf>>;
export type PropertySpecifications = ResourceSpecification['properties'];
export type PropertyType = PropertySpecifications[string]['type'];

/** The properties of a nested type. */
export function propertiesOf(type: PropertyType & { readonly type: 'ref' }): PropertySpecifications {
  return database().get('typeDefinition', type.reference).properties;
}

/** Whether a resource's type is the template author's own, of which AWS knows no properties. */
export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

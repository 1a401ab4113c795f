import { at, isObject, listOf, type PackagedStack, type Resource } from './stack.ts';

/** The property that names a resource, and its ARN around the name. */
const named: Readonly<Record<string, { readonly property: string; readonly arn: string }>> = {
  'AWS::SQS::Queue': { property: 'QueueName', arn: 'sqs:${AWS::Region}:${AWS::AccountId}:' },
  'AWS::DynamoDB::Table': { property: 'TableName', arn: 'dynamodb:${AWS::Region}:${AWS::AccountId}:table/' },
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', arn: 'dynamodb:${AWS::Region}:${AWS::AccountId}:table/' },
  'AWS::Lambda::Function': { property: 'FunctionName', arn: 'lambda:${AWS::Region}:${AWS::AccountId}:function:' },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', arn: 'logs:${AWS::Region}:${AWS::AccountId}:log-group:' },
  'AWS::S3::Bucket': { property: 'BucketName', arn: 's3:::' },
};

/**
 * The text that a value stands for, the same for each way of writing it, so that texts can be compared. What only AWS knows
 * stays a placeholder: `${AWS::Region}`, or `${stack/LogicalId.Attribute}`.
 */
export function textOf(value: unknown, stack: PackagedStack, stacks: readonly PackagedStack[]): string {
  const [intrinsic, argument] = isObject(value) ? (Object.entries(value)[0] ?? []) : [];
  const resolve = (inner: unknown) => textOf(inner, stack, stacks);
  switch (intrinsic) {
    case undefined:
      return String(value);
    case 'Ref':
      return textOfReference(String(argument), undefined, stack, stacks);
    case 'Fn::GetAtt':
      return textOfReference(...partsOfGetAtt(argument), stack, stacks);
    case 'Fn::Sub':
      return textOfSub(argument, stack, stacks);
    case 'Fn::Join':
      return listOf(listOf(argument)[1])
        .map(resolve)
        .join(String(listOf(argument)[0]));
    case 'Fn::ImportValue':
      return textOfImport(resolve(argument), stacks);
    default:
      return JSON.stringify(value);
  }
}

/** The logical id and the attribute of a `Fn::GetAtt`, which is a list or `Id.Attribute`. */
export function partsOfGetAtt(argument: unknown): [id: string, attribute: string] {
  const [id = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : listOf(argument).map(String);
  return [id, attribute.join('.')];
}

/** The text of a `Fn::Sub` and the variables given with it. */
export function partsOfSub(argument: unknown): [text: string, variables: Readonly<Record<string, unknown>>] {
  const [text, variables] = listOf(argument);
  return [String(text), isObject(variables) ? variables : {}];
}

/** The names under which a stack exports values. */
export function exportsOf(stack: PackagedStack, stacks: readonly PackagedStack[]): [name: string, value: unknown][] {
  return Object.values(stack.template.Outputs ?? {}).flatMap((output) =>
    output.Export ? [[textOf(output.Export.Name, stack, stacks), output.Value]] : [],
  );
}

/** The ARN of a resource of a stack. */
export function arnOf(id: string, stack: PackagedStack, stacks: readonly PackagedStack[]): string {
  return textOfReference(id, 'Arn', stack, stacks);
}

/**
 * The text of a `Ref`, which gives the name of most resources, and the URL of a queue; only names and ARNs are known
 * beforehand.
 */
function textOfReference(
  id: string,
  attribute: string | undefined,
  stack: PackagedStack,
  stacks: readonly PackagedStack[],
): string {
  if (id.startsWith('AWS::')) return `\${${id}}`;
  const resource: Resource | undefined = stack.template.Resources[id];
  const naming = resource && named[resource.Type];
  const name = naming && at(resource.Properties, naming.property);
  const unknown = `\${${[`${stack.name}/${id}`, attribute].filter(Boolean).join('.')}}`;
  if (!naming) return unknown;
  const text = name === undefined ? `\${${stack.name}/${id}}` : textOf(name, stack, stacks);
  if (attribute === 'Arn') return `arn:\${AWS::Partition}:${naming.arn}${text}`;
  return attribute === undefined && resource.Type !== 'AWS::SQS::Queue' ? text : unknown;
}

function textOfSub(argument: unknown, stack: PackagedStack, stacks: readonly PackagedStack[]): string {
  const [text, variables] = partsOfSub(argument);
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
    if (name in variables) return textOf(variables[name], stack, stacks);
    const [id, attribute] = name.startsWith('AWS::') ? [name, ''] : partsOfGetAtt(name);
    return textOfReference(id, attribute || undefined, stack, stacks);
  });
}

function textOfImport(name: string, stacks: readonly PackagedStack[]): string {
  for (const stack of stacks) {
    const found = exportsOf(stack, stacks).find(([exported]) => exported === name);
    if (found) return textOf(found[1], stack, stacks);
  }
  return `\${import/${name}}`;
}

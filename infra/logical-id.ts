/** Makes a CloudFormation logical id: `order-lines` and `Table` give `OrderLinesTable`. */
export function logicalId(name: string, kind: string): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}${kind}`;
}

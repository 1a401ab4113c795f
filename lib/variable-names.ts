import type { OptionalQueueName, QueueName } from '../infra/queues.ts';
import type { TableName } from '../infra/tables.ts';

/** A short name as variables spell it: `EMAIL_URGENT` for `email-urgent`. */
type ConstantCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Uppercase<First>}_${ConstantCase<Rest>}`
  : Uppercase<Name>;

type QueueVariable = { [Q in QueueName]: `POLYCLINIC_${ConstantCase<Q>}_QUEUE_URL` }[QueueName];
type SwitchVariable = { [Q in OptionalQueueName]: `POLYCLINIC_${ConstantCase<Q>}` }[OptionalQueueName];
type TableVariable = { [T in TableName]: `POLYCLINIC_${ConstantCase<T>}_TABLE` }[TableName];

/** The variable that holds the URL of a queue. */
export function queueVariable(name: QueueName): QueueVariable {
  return `POLYCLINIC_${constantCase(name)}_QUEUE_URL`;
}

/** The variable that switches an optional queue on. */
export function switchVariable(name: OptionalQueueName): SwitchVariable {
  return `POLYCLINIC_${constantCase(name)}`;
}

/** The variable that holds the name of a table. */
export function tableVariable(name: TableName): TableVariable {
  return `POLYCLINIC_${constantCase(name)}_TABLE`;
}

function constantCase<Name extends string>(name: Name): ConstantCase<Name> {
  return name.replaceAll('-', '_').toUpperCase() as ConstantCase<Name>;
}

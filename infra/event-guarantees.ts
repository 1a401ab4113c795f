import { minute, second } from '../lib/clock.ts';
import { handedOverUntil, sweptUntil } from '../lib/due/horizon.ts';
import { secondsUntilNextTry } from '../lib/messaging/back-off.ts';
import { leaseMilliseconds } from '../lib/messaging/leases.ts';
import { deferral, longestWaitHours, probeSeconds } from '../lib/messaging/outage-bounds.ts';
import { switchVariable } from '../lib/variable-names.ts';
import { envelopeFields } from './event-flow.ts';
import { daysKept, deadLetterQueue, optionalQueueNames, queues } from './queues.ts';

/** What holds for all events, as lines of docs/events.md. */
export function describeGuarantees(): string[] {
  return [
    `An envelope has ${envelopeFields.map((field) => `\`${field}\``).join(', ')}. The shape of \`data\` follows from \`type\` and \`version\`;`,
    'it holds ids and hashes only, and a consumer passes over fields that it does not know.',
    '',
    ...Object.entries(sections).flatMap(([heading, lines]) => [`## ${heading}`, '', ...lines, '']),
  ];
}

/** The pauses before each further one of so many tries, as `2 to 3 seconds, then 4 to 6`. */
export function describeBackOff(tries: number): string {
  const pauses = Array.from({ length: tries - 1 }, (_, index) => {
    const after = (random: (end: number) => number) => secondsUntilNextTry(index + 1, tries, random);
    return [after(() => 0), after((end) => end - 1)].join(' to ');
  });
  const [first, ...others] = pauses;
  return [`${first} seconds`, ...others.map((pause) => `then ${pause}`)].join(', ');
}

const start = new Date(0);
/** How many minutes ahead a tick hands over, and after how many seconds it does so again. */
const minutesAhead = handedOverUntil(start).getTime() / minute;
const secondsWaited = -sweptUntil(start).getTime() / second;
/** The most tries that any queue has. */
const mostTries = Math.max(...queues.map(({ tries }) => tries));

const sections: Readonly<Record<string, readonly string[]>> = {
  'The outbox': [
    'A change, its audit entry and its events are stored in one transaction: all of them, or none.',
    'The stream of the table `events` hands each event to `dispatch-events`, which sends it to the queues of its type and takes it out of the index of pending ones.',
    'What is still pending after 30 seconds is sent by `sweep-events`, which looks every minute.',
    'So an event comes at least once, and may come twice, late or after its successor: consumers are made for that.',
    'The outbox keeps an event for 7 days.',
  ],
  Due: [
    'What is to be done at an instant is an item of the table `platform` until then, stored with the change that asks for it, and can be moved or cancelled.',
    `\`hand-over-due-items\` looks every minute, and hands over to the queues of its kind what is due until ${minutesAhead} minutes from then; they keep each message back until its time, in whole seconds, so that none comes early.`,
    'What is scheduled so late that this may have passed its time goes by the outbox with its change, and is kept back as well.',
    'Its worker reads the item before the effect and ends it in the transaction of the effect: of all copies one has it, and none whose item was cancelled or moved.',
    `What still waits ${secondsWaited} seconds after its time is handed over once more by the next look. What fails is a dead letter as any other message, and its item waits for the redrive.`,
  ],
  Tries: [
    `A message is given to its worker ${mostTries} times at most. When that fails, it comes again after ${describeBackOff(mostTries)}; then it is a dead letter.`,
    'The worker answers for each message of a batch by itself: those beside one that failed do not come again.',
    'A worker that dies says nothing. Its message comes again when the queue has hidden it for six times the time limit, and counts as stalled.',
    'What was spent before a message waited, or went round, counts among its tries.',
    `A queue keeps what nobody works on for ${daysKept} days.`,
  ],
  'When a dependency is down': [
    'A worker that finds what it stands on down (refused, silent, throttled, failing itself) has its message wait, which is none of its tries: as an item of its queue, in the write by which the queue may forget it.',
    `The first such message is the probe. It goes round by its queue and looks after ${probeSeconds} seconds, and then the next one that waits does, each in turn, so that none keeps the others waiting; where it is lost, \`sweep-waiting\` sends another one within two minutes.`,
    'When the probe finds the dependency up, those that were sent first are released, twenty at a time, one in their midst as the next probe. They are sent before they are deleted: a copy too many is one more copy.',
    `What a mail server takes later, as by a greylist or a limit, is no outage: its message comes again by itself, after ${deferral.fewest / 2} to ${deferral.most} seconds, which is none of its tries. A probe that meets that has found the server up.`,
    `What has waited or come again for ${longestWaitHours} hours is a dead letter with the reason as its error.`,
    'Where the database itself is down each message goes round by its queue, with what it has spent. Where the queue takes nothing either, it stays hidden there for two minutes at a time, and each receive is one of its tries.',
  ],
  Once: [
    'What an event leads to in the database is claimed in the transaction that stores it, by event and consumer: of all copies of the message one commits, and the others are done with.',
    'A mail lies outside of every transaction. It is handed over under a lease of ' +
      `${leaseMilliseconds / 1_000} seconds, by event, template and whom the mail is declared to go to: once, and at most once more when a worker dies between handing it over and recording that, or the server's answer is lost.`,
    'A mail server that certainly took nothing is asked again at the next try, or when it is up again. After a second time the message is parked with `OUTCOME_UNKNOWN`: whoever redrives it decides that the mail goes out once more.',
    'Where another mail of the event may still go out, the message comes again for that one first, and tells `OUTCOME_UNKNOWN` all the same.',
  ],
  'Dead letters': [
    'A message that has failed at its last try, or has waited for four hours, or that its worker parks because no try can help, is recorded as a dead letter: with its last error and how often a worker had it.',
    'What a queue gives up itself reaches `record-dead-letter` by way of its dead-letter queue, at once; that one is tried until the letter is recorded, for ' +
      `${deadLetterQueue.daysKept} days. Where no worker told why, the error is \`WORKER_DIED\`.`,
    'An administrator lists, reads, redrives and deletes them at `/v1/queues/{name}/dead-letters`; an alarm rings at the first, and another when letters are not recorded.',
    'A redrive sends the message first and deletes the letter then: should it die in between, the letter is still there, and a copy too many is one more copy.',
  ],
  'Other versions': [
    'A consumer reads the current version of a type. An older one that is still under way is upgraded first, a version at a time, by the `upgrades` of its definition;',
    'one that no upgrade leads on from is parked with `UNKNOWN_EVENT_VERSION`. A newer one comes again some minutes apart, since a release may be under way, and ends among the dead letters.',
  ],
  'Optional queues': optionalQueueNames.flatMap((queue) => [
    `\`${queue}\` gets every event where \`${switchVariable(queue)}\` is \`on\`, which it is not unless somebody says so: deployed by the parameter \`${queue}\`, locally by the variable.`,
    'Nothing depends on it, and nothing waits for it: what cannot be sent there is logged, and the event counts as sent.',
  ]),
};

import { messageOf } from '../triggers/poller.ts';
import { drain } from './drain.ts';
import type { Blow } from './faults.ts';
import type { Flow, Passage, Surroundings } from './flow.ts';
import { addedTo, type Items, readItems } from './items.ts';
import { judge, leavesMailOpen } from './judgement.ts';
import { readMails } from './mails.ts';
import { createSend } from './persistence.ts';
import type { Rig } from './rig.ts';

/** What became of one passage through a flow. */
export interface Outcome {
  readonly blow?: Blow;
  /** The name of every call that it made. */
  readonly points: readonly string[];
  /** Whether the call came that was to be struck. */
  readonly struck: boolean;
  readonly complaints: readonly string[];
  /** How many mails came twice where nobody could know of the first copy. */
  readonly copies: number;
  readonly seconds: number;
  /** The file with what the cloud has printed meanwhile, where something is wrong. */
  readonly logFile?: string;
}

/** Sends a person through the flow while a blow falls, waits until all is done, and judges what is left. */
export async function pass(rig: Rig, flow: Flow, number: number, blow?: Blow): Promise<Outcome> {
  const started = performance.now();
  const passage = flow.begin(number);
  await prepare(rig, passage);
  const before = await readyFor(rig);
  rig.faults.reset(blow);
  const { complaints, copies } = await walk(rig, passage)
    .then(() => lookAtWhatIsLeft(rig, flow, passage, { before, blow }))
    .catch((error) => ({ complaints: [messageOf(error)], copies: 0 }));
  const { points, struck } = rig.faults;
  rig.faults.reset();
  const seconds = (performance.now() - started) / 1_000;
  return { ...(blow && { blow }), points, struck, complaints: [...complaints, ...rig.takeMishaps()], copies, seconds };
}

async function prepare(rig: Rig, passage: Passage): Promise<void> {
  if (!passage.prepare) return;
  await rig.functions.up();
  await passage.prepare(surroundingsOf(rig));
  await drain(rig);
}

function surroundingsOf({ cloud, dataDir }: Rig): Surroundings {
  return { send: createSend(cloud.apiUrl), mails: () => readMails(dataDir) };
}

async function walk(rig: Rig, { steps }: Passage): Promise<void> {
  const surroundings = surroundingsOf(rig);
  for (const [name, step] of Object.entries(steps)) {
    rig.faults.enter(name);
    await step(surroundings);
    await drain(rig);
  }
}

async function lookAtWhatIsLeft(
  rig: Rig,
  flow: Flow,
  passage: Passage,
  { before, blow }: { readonly before: Items; readonly blow: Blow | undefined },
): Promise<Pick<Outcome, 'complaints' | 'copies'>> {
  const after = await readItems(rig.clients);
  const left = { all: [...after.values()], items: addedTo(before, after), mails: await readMails(rig.dataDir) };
  const spareCopies = blow && leavesMailOpen(blow) ? 1 : 0;
  return { complaints: judge(flow, passage, left, spareCopies), copies: left.mails.length - flow.mails.length };
}

/** Waits for the functions, which the last blow may have killed, and clears the mailbox; answers the items that exist. */
async function readyFor({ functions, cloud, clients }: Rig): Promise<Items> {
  await functions.up();
  await fetch(`${cloud.mailboxUrl}/email/all`, { method: 'DELETE' });
  return readItems(clients);
}

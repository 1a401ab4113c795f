import type { StoredItem } from './items.ts';
import type { TakenMail } from './mails.ts';
import type { Send } from './persistence.ts';

/** What a person does who uses the product, and what must exist afterwards, whatever went wrong on the way. */
export interface Flow {
  /** Begins a passage of a new person; no other passage has its `number`. */
  begin(number: number): Passage;
  /** How it is called, `registration`. */
  readonly name: string;
  /** How many items of each kind a passage leaves of people, in indexes and of what is due, by `<table> <entity>`. */
  readonly items: Readonly<Record<string, number>>;
  /** Whether what it leaves to be done at an instant waits still, since that is far off; it is done otherwise. */
  readonly leavesWaiting?: true;
  /** The types of its events, each of which occurs once. */
  readonly events: readonly string[];
  /** The actions of its audit entries, each of which occurs once. */
  readonly audit: readonly string[];
  /** The subjects of its mails, each of which is sent once. */
  readonly mails: readonly string[];
  /** How often it was gone through: more than once where a client cannot but begin anew after a lost answer. */
  times?(left: Left): number;
}

/** One person's way through a flow. */
export interface Passage {
  /** What has to be there before; no fault befalls it, and what it leaves is not judged. */
  prepare?(surroundings: Surroundings): Promise<void>;
  /** The steps; each begins when all that the previous one has caused is done. */
  readonly steps: Readonly<Record<string, (surroundings: Surroundings) => Promise<void>>>;
  /** Describes what is wrong with what the passage has left. */
  complaintsAbout(left: Left): readonly string[];
}

/** What a step sees of the product: its API and the mailbox. */
export interface Surroundings {
  readonly send: Send;
  /** Reads every mail so far. */
  readonly mails: () => Promise<readonly TakenMail[]>;
}

/** What a passage has left behind. */
export interface Left {
  /** Every item that is there, also of before. */
  readonly all: readonly StoredItem[];
  /** The items that were not there before. */
  readonly items: readonly StoredItem[];
  readonly mails: readonly TakenMail[];
}

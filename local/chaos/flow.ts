import type { StoredItem } from './items.ts';
import type { TakenMail } from './mails.ts';
import type { Send } from './persistence.ts';

/** What somebody does who uses the product, and what has to be there afterwards, whatever went wrong on the way. */
export interface Flow {
  /** A passage of somebody who was never here before; `number` is nobody else's. */
  begin(number: number): Passage;
  /** How many items of each kind it leaves in these tables, by `<table> <entity>`. */
  readonly items: Readonly<Record<string, number>>;
  /** The types of its events, each once. */
  readonly events: readonly string[];
  /** The actions of its audit entries, each once. */
  readonly audit: readonly string[];
  /** The subjects of its mails, each once. */
  readonly mails: readonly string[];
}

/** One way through a flow. */
export interface Passage {
  /** Each begins when all is done that the one before has set off. */
  readonly steps: Readonly<Record<string, (surroundings: Surroundings) => Promise<void>>>;
  /** What is wrong with what it has left, in words. */
  complaintsAbout(left: Left): readonly string[];
}

/** What a step sees of the product: its API and the mailbox. */
export interface Surroundings {
  readonly send: Send;
  /** Every mail so far. */
  readonly mails: () => Promise<readonly TakenMail[]>;
}

/** What a passage has left behind. */
export interface Left {
  readonly items: readonly StoredItem[];
  readonly mails: readonly TakenMail[];
}

import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { line } from '../../lib/schemas.ts';
import { eachWithin, type Json, type Shown, sent, shown } from './shown-schemas.ts';

function examplesOf({ examples = [] }: Json): readonly unknown[] {
  return examples as unknown[];
}

/** Paths of the examples that their own schema refuses. */
function refusedExamples(one: Shown): string[] {
  const refused: string[] = [];
  eachWithin(one, ({ zodSchema, node, at }) => {
    if (!examplesOf(node).every((example) => z.safeParse(zodSchema, example).success)) refused.push(at);
  });
  return refused;
}

/** Paths of the texts that are trimmed before their length is counted, as an example with a space shows, and do not say so. */
function untoldTrims(one: Shown): string[] {
  const untold: string[] = [];
  eachWithin(one, ({ zodSchema, node, at }) => {
    const trims = examplesOf(node).some((example) => z.safeParse(zodSchema, `${example} `).data === example);
    if (trims && node.maxLength && !node.description?.toString().includes('after trimming')) untold.push(at);
  });
  return untold;
}

const list = (of: z.ZodType) => sent(z.strictObject({ list: z.array(of) }));

describe('an example of a schema that clients see', () => {
  it('is a value that the schema takes', () => {
    expect(shown.flatMap(refusedExamples)).toEqual([]);
  });

  it('of another shape is seen, at any depth', () => {
    const short = z.string().max(1);

    expect(refusedExamples(list(short.meta({ examples: ['ab'] })))).toEqual(['body.properties.list.items']);
  });
});

describe('the length of a text', () => {
  it('is said to be counted after trimming where it is', () => {
    expect(shown.flatMap(untoldTrims)).toEqual([]);
    expect(untoldTrims(list(line(1, 9, 'A word.').meta({ examples: ['ab'] })))).toEqual([]);
  });

  it('that is counted so and does not say it is seen, at any depth', () => {
    const trimmed = line(1, 9).meta({ examples: ['ab'], description: 'A word.' });

    expect(untoldTrims(list(trimmed))).toEqual(['body.properties.list.items']);
  });
});

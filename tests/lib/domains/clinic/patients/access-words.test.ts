import { describe, expect, it } from '@jest/globals';
import { accessActions, isAccessAction, sentenceOf } from '../../../../../lib/domains/clinic/patients/access-words.ts';
import { languages } from '../../../../../lib/languages.ts';

describe('what is said of an access', () => {
  it('is a sentence of its own for each action, in each language, to the patient and to others', () => {
    const sentences = languages.flatMap((language) =>
      accessActions.flatMap((action) => [true, false].map((isOwn) => sentenceOf(action, language, isOwn))),
    );

    expect(sentences.filter((sentence) => !/^\p{Lu}[^.]+\.$/u.test(sentence))).toEqual([]);
    expect(new Set(sentences).size).toBe(languages.length * accessActions.length * 2);
  });

  it('is said of no other action, nor of what every object has', () => {
    expect(accessActions.every(isAccessAction)).toBe(true);
    expect(['patient.accesses-read', 'patients.listed', 'toString'].filter(isAccessAction)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { newPatientNumber, patientNumberIn } from '../../../../../lib/domains/clinic/patients/number.ts';

/** The number of a patient whose check character was reckoned by hand: 7K3M9QA in base 32 modulo 37. */
const known = 'PAT-7K3M9QAT';

describe('the number of a patient', () => {
  it('is random, and is read again as it was given', () => {
    const numbers = Array.from({ length: 200 }, newPatientNumber);

    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.map(patientNumberIn)).toEqual(numbers);
  });

  it.each([
    ['in small letters', 'pat-7k3m9qat'],
    ['without its hyphen', 'PAT7K3M9QAT'],
    ['with blanks around it', ' PAT-7K3M9QAT '],
  ])('is read %s', (_, text) => {
    expect(patientNumberIn(text)).toBe(known);
  });

  it('is read with letters that look like digits', () => {
    expect(patientNumberIn('PAT-OIL0000G')).toBe('PAT-0110000G');
  });

  it.each([
    ['a wrong digit', 'PAT-7K3M9QCT'],
    ['two digits in each other’s place', 'PAT-K73M9QAT'],
    ['a digit too few', 'PAT-7K3M9QA'],
    ['a letter that is no digit', 'PAT-UK3M9QAT'],
  ])('is none with %s', (_, text) => {
    expect(patientNumberIn(text)).toBeUndefined();
  });

  it('is none with a letter that is no digit, whatever its check character', () => {
    const spelled = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U'].map((check) => `PAT-7U3M9QA${check}`);

    expect(spelled.filter((text) => patientNumberIn(text) !== undefined)).toEqual([]);
  });
});

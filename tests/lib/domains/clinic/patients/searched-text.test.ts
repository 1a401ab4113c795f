import { describe, expect, it } from '@jest/globals';
import {
  newPatientNumber,
  patientNumberOf,
  searchedPartIn,
  searchedPartOf,
} from '../../../../../lib/domains/clinic/patients/number.ts';
import { searchedTextOf } from '../../../../../lib/domains/clinic/patients/searched-text.ts';

/** Eight letters that are somebody’s name, and a number where O is taken for 0. */
const nameOfEight = patientNumberOf('J0HNST0').slice(4).replaceAll('0', 'O');

/** A number whose check character is punctuation elsewhere. */
const dollar = patientNumberOf('7K3M10X');
const letter = patientNumberOf('7K3M10A');
/** Eight digits that are the number of a patient without its prefix, and may be the last ones of a telephone. */
const digitsAlone = Array.from({ length: 100 }, (_, at) => patientNumberOf(String(9_000_000 + at)).slice(4)).find(
  (each) => /^\d+$/.test(each),
) as string;

describe('the number of a patient in a search', () => {
  const number = patientNumberOf('7K3M10A');
  const check = number.slice(-1);

  it.each([
    [number, '7K3M10A'],
    [number.toLowerCase(), '7K3M10A'],
    [number.replace('-', ''), '7K3M10A'],
    [number.slice(4), '7K3M10A'],
    [`PAT-7K3MIOA${check}`, '7K3M10A'],
    [`pat7k3mloa${check}`, '7K3M10A'],
    ['PAT-7K3M10A', '7K3M10A'],
    ['pat-7k3mlo', '7K3M10'],
    ['PAT-7', '7'],
    ['PAT-ABC', 'ABC'],
    ['pat\u20137k3', '7K3'],
    ['PAT\u2212ABCD', 'ABCD'],
    ['dctpbyeu', 'DCTPBYE'],
  ])('is read from %s', (typed, random) => {
    expect(searchedPartIn(typed)).toBe(random);
  });

  it.each([
    ['the name of somebody', 'patricia'],
    ['a double name with letters that are taken for digits', 'Pat-Lee'],
    ['a part of a number without its prefix', '7K3M10A'],
    ['another letter', 'PAT-7U3'],
    ['a longer word', 'PAT-7K3M10AAA'],
    ['what is written with letters that look like digits and without the prefix', `7k3mloa${check}`],
    ['the prefix alone', 'PAT-'],
    ['a word of eight letters, of which some are taken for digits', nameOfEight],
    ['a word of eight letters whose check character is another', 'dctpbyex'],
  ])('is not read from %s', (_, typed) => {
    expect(searchedPartIn(typed)).toBeUndefined();
  });

  it('is read where its check character is taken for what it looks like', () => {
    const found = Array.from({ length: 1_000 }, (_, at) => patientNumberOf(String(9_000_000 + at)));
    const [zero = '', one = ''] = ['0', '1'].map((digit) => found.find((each) => each.endsWith(digit)));

    expect(searchedPartIn(`${zero.slice(0, -1)}o`)).toBe(searchedPartOf(zero));
    expect(searchedPartIn(`${one.slice(0, -1)}l`)).toBe(searchedPartOf(one));
  });

  it('is not read from one with a slip in it', () => {
    const slips = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'].filter((digit) => digit !== 'K');

    for (const slip of slips) expect(searchedPartIn(`PAT-7${slip}3M10A${check}`)).toBeUndefined();
  });

  it('is read from whatever number is made', () => {
    for (let nth = 0; nth < 200; nth++) {
      const made = newPatientNumber();
      expect(searchedPartIn(made)).toBe(searchedPartOf(made));
    }
  });
});

describe('the text of a search', () => {
  it.each([
    ['555-0123', '5550123'],
    ['+1 (212) 555-0123', '125550123'],
    ['+1+212+555+0123', '125550123'],
    ['212.555.0123 ada', '125550123 ada'],
    ['ada 0123', 'ada 0123'],
    ['030 12345678', '12345678'],
    ['0049 30 555019', '930555019'],
    ['040 1234567', '401234567'],
    ['04 1234567', '41234567'],
    ['+43 (0)1 587000', '1587000'],
    ['43 (0)1 587000', '1587000'],
    ['+39 (0)6 1234567', '61234567'],
    ['+44 (0) 20 7946 0958', '79460958'],
    ['(0)1 587000', '1587000'],
    ['0123', '0123'],
    ['00 00', '0000'],
    ['１２３４', '1234'],
    ['12 3', '12 3'],
    ['ada 12', 'ada 12'],
    ['ann+1234@example.com', 'ann+1234@example.com'],
    ['a1234 5678b', 'a1234 5678b'],
    ['1234.ada@example.com', '1234.ada@example.com'],
    ['ada-1234 ada_1234', 'ada-1234 ada_1234'],
    ['ada-1234 5678', 'ada-1234 5678'],
    ['anna00123456789', 'anna00123456789'],
    ['x@0301234567890', 'x@0301234567890'],
    ['\uff0b49\uff08030\uff091234567', '301234567'],
    ['\uff30\uff21\uff34\uff0d7k3', '7K3'],
    ['0012345', '0012345'],
    [`xpat ${letter.slice(4)}`, `xpat ${letter.slice(4, 11)}`],
    [`pat ${letter.slice(4)}1`, `pat ${letter.slice(4)}1`],
    ['212 555 0123;', '125550123;'],
    ['212555-0123, ada', '125550123, ada'],
    ['"2125550123"', '"125550123"'],
    ['555\u22120123', '5550123'],
    ['\u0662\u0661\u0662\u0665\u0665\u0665\u0660\u0661\u0662\u0663,', '125550123,'],
    ['PAT-7k3 ada', '7K3 ada'],
    ['ada+PAT-7k3', 'ada+7K3'],
    [patientNumberOf('1034567').replace('-', ' '), '1034567'],
    [patientNumberOf('7K3M10A').replace('-', '+'), '7K3M10A'],
    [patientNumberOf('7K3M10A').replace('-', ' \u2014 '), '7K3M10A'],
    [patientNumberOf('DCTPBYE').replace('-', ' '), 'DCTPBYE'],
    [`(${dollar})`, '7K3M10X'],
    [`"${dollar}"`, '7K3M10X'],
    [`${dollar},`, '7K3M10X'],
    [`#${dollar}`, '7K3M10X'],
    [`${dollar}…….`, '7K3M10X'],
    [`*${dollar}*`, '7K3M10X'],
    [`**${letter}**`, letter.slice(4, 11)],
    [`${letter}=`, letter.slice(4, 11)],
    [digitsAlone, digitsAlone],
    [`(${dollar.slice(4)})`, '7K3M10X'],
    [`(${dollar.replace('-', ' ')}),`, '7K3M10X'],
    ['(PAT-7k3).', '7K3'],
    [`${dollar.slice(0, -1)}*`, `${dollar.slice(0, -1)}*`],
    [`x${dollar}`, `x${dollar}`],
    [`(${nameOfEight})`, `(${nameOfEight})`],
    ['\u0665\u0665\u0660\u0661\u0662\u0663', '550123'],
    ['(\u06f0\u06f3\u06f0) \u06f1\u06f2\u06f3-\u06f4\u06f5\u06f6\u06f7\u06f8', '12345678'],
    ['\u0967\u0968\u0969\u096a ada \u0e59\u0e58\u0e57\u0e56', '1234 ada 9876'],
    ['\u{116db}\u{116dc}\u{116dd}\u{116de}', '1234'],
    ['ada \u0661\u0662\u0663', 'ada \u0661\u0662\u0663'],
    ['pat johnstone', 'pat johnstone'],
    [`pat ${nameOfEight}`, `pat ${nameOfEight}`],
    ['pat 7K3M10AX', 'pat 7K3M10AX'],
    ['pat 555-0123', 'pat 5550123'],
  ])('has of %s what the index is asked for', (typed, text) => {
    expect(searchedTextOf(typed)).toBe(text);
  });
});

import { describe, expect, it } from '@jest/globals';
import { limits } from '../../../infra/checks/limits.ts';
import { clinicStack, dataStack, lambdaWith, logGroup, problemsOf, route, stackOf } from './templates.ts';

const many = <T>(count: number, make: (index: number) => T) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`Thing${index}`, make(index)]));
const routes = (count: number) =>
  stackOf(many(count, () => route('GetClinic').Route as NonNullable<unknown> as ReturnType<typeof logGroup>));

describe('the limits', () => {
  it('take 450 resources, and 200 outputs', () => {
    const stack = stackOf(
      many(450, () => logGroup()),
      { Outputs: many(200, () => ({ Value: 'x' })) },
    );

    expect(problemsOf(limits, [stack])).toEqual([]);
  });

  it('refuse one more of each', () => {
    const stack = stackOf(
      many(451, () => logGroup()),
      { Outputs: many(201, () => ({ Value: 'x' })) },
    );

    expect(problemsOf(limits, [stack])).toEqual([
      expect.stringContaining('451 resources'),
      expect.stringContaining('201 outputs'),
    ]);
  });

  it('refuse a template of more than a megabyte', () => {
    const stack = clinicStack({ GetClinic: lambdaWith({ LONG: 'é'.repeat(600_000) }) });

    expect(problemsOf(limits, [stack])).toEqual([expect.stringMatching(/bytes, more than 1048576: split/)]);
  });

  it('count the routes of an API over all stacks, and name the one that goes beyond', () => {
    const stacks = [dataStack(), routes(200), routes(100)];

    expect(problemsOf(limits, stacks)).toEqual([]);
    expect(problemsOf(limits, [...stacks, routes(1)])).toEqual([expect.stringContaining('has 301 routes')]);
  });

  it.each(['Get-Clinic', 'Get_Clinic', '', 'A'.repeat(256)])('refuse the logical id "%s"', (id) => {
    expect(problemsOf(limits, [stackOf({ [id]: logGroup() })])).toEqual([expect.stringContaining('rename it')]);
  });

  it('refuse an export that another stack has, or the stack itself', () => {
    const shared = { Value: 'x', Export: { Name: 'polyclinic-test-HttpApiId' } };
    const own = { Value: 'x', Export: { Name: 'own' } };
    const stack = stackOf({}, { Outputs: { A: shared, B: own, C: own } });

    expect(problemsOf(limits, [dataStack(), stack])).toEqual([
      expect.stringContaining('polyclinic-test-HttpApiId is exported twice'),
      expect.stringContaining('own is exported twice'),
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { docstringIn } from '../../infra/docstring.ts';

const above = (comment: string) =>
  docstringIn(`/** Another. */\nconst a = 1;\n\n${comment}\nexport const trigger = 1;\n`);

describe('the docstring of a function', () => {
  it('is the one above its trigger', () => {
    expect(above('/** Does a. */')).toEqual({ summary: 'Does a.' });
  });

  it('has its first sentence as the summary, and the rest as the description', () => {
    expect(above('/** Does a\n * and b. Then c.\n * And d. */')).toEqual({
      summary: 'Does a and b.',
      description: 'Then c. And d.',
    });
  });

  it('keeps the paragraphs of its description apart', () => {
    expect(above('/**\n * Does a.\n *\n * Then b,\n * `c` and d.\n *\n * And e.\n */')).toEqual({
      summary: 'Does a.',
      description: 'Then b, `c` and d.\n\nAnd e.',
    });
  });

  it.each(['Does a, e.g. b.', 'Does `a.b` and 1.5 of c.'])(
    'does not end its first sentence within one: %s',
    (sentence) => {
      expect(above(`/** ${sentence} \`D\` is e. */`)).toEqual({ summary: sentence, description: '`D` is e.' });
    },
  );

  it.each(['', '/** */', '/** Does a */'])('is none where it has no whole sentence: "%s"', (comment) => {
    expect(above(comment)).toBeUndefined();
  });
});

/** All is well. */
export function good(subject, says) {
  return { subject, state: 'good', says };
}

/** Works without it. */
export function note(subject, says, advice) {
  return { subject, state: 'note', says, advice };
}

/** Something must be done, and `advice` says what. */
export function bad(subject, says, advice) {
  return { subject, state: 'bad', says, advice };
}

/** A line a finding, and what to do under those that ask for something. */
export function render(findings) {
  const lines = findings.flatMap(({ subject, state, says, advice }) => [
    `${marks[state]} ${subject.padEnd(width)}${says}`,
    ...(advice ? [`${' '.repeat(marks[state].length + 1 + width)}→ ${advice}`] : []),
  ]);
  const open = findings.filter(({ state }) => state === 'bad').length;
  return ['', ...lines, '', open === 0 ? 'Nothing needs to be done.' : `To be done: ${open}.`, ''].join('\n');
}

const marks = { good: 'ok  ', note: 'note', bad: 'BAD ' };
const width = 16;

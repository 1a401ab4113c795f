/** A finding that all is well. */
export function good(subject, says) {
  return { subject, state: 'good', says };
}

/** A finding without which things work, but less well. */
export function note(subject, says, advice) {
  return { subject, state: 'note', says, advice };
}

/** A finding that something must be done, which `advice` describes. */
export function bad(subject, says, advice) {
  return { subject, state: 'bad', says, advice };
}

/** Renders each finding as a line, and the advice under those that need it. */
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

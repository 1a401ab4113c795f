const inUtc = /* @__PURE__ */ new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** Writes an instant for a person to read: `5 March 2026 at 14:02 UTC`. */
export function tellTime(time: Date): string {
  return `${inUtc.format(time)} UTC`;
}

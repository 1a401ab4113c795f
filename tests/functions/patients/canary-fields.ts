/** What is told of a patient, each sensitive field with a text of its own that stands nowhere else. */
export function canariesNamed(mark: string, dateOfBirth: string) {
  return {
    bloodGroup: 'AB-',
    dateOfBirth,
    allergies: [`canary-of-allergy-${mark}`, `canary-of-other-allergy-${mark}`],
    address: {
      line1: `canary-of-line1-${mark}`,
      line2: `canary-of-line2-${mark}`,
      city: `canary-of-city-${mark}`,
      region: `canary-of-region-${mark}`,
      postalCode: `canary-of-${mark}`,
      country: 'BV',
    },
    internalNotes: `canary-of-notes-${mark}`,
  };
}

/** The texts of it that no other patient has. */
export function textsOf({ allergies, address, internalNotes, dateOfBirth }: ReturnType<typeof canariesNamed>) {
  const { country: _, ...lines } = address;
  return [...allergies, ...Object.values(lines), internalNotes, dateOfBirth];
}

export const first = canariesNamed('7f3a', '1931-07-23');
export const changed = canariesNamed('21bd', '1943-11-29');
export const refused = canariesNamed('90ce', '1957-04-17');

/** What else is told of a patient, which is no secret of the store. */
export const contactOf = (email: string) => ({ name: 'name-in-plain-5e11', email, phone: '+12125550123' });

const markup = Symbol('markup');

/** Markup that is safe to send. Only `html` makes it, so that no string and no parsed JSON passes for it. */
export interface Html {
  readonly [markup]: string;
}

/** Makes markup of a template literal; interpolated values are escaped, unless `html` itself made them. */
export function html(literals: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return { [markup]: String.raw({ raw: literals }, ...values.map(escapeValue)) };
}

/** The markup as text. */
export function render(content: Html): string {
  return content[markup];
}

function escapeValue(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escapeText(value);
  return markup in value ? value[markup] : value.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

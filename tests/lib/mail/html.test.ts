import { describe, expect, it } from '@jest/globals';
import { html, render } from '../../../lib/mail/html.ts';

describe('html', () => {
  it('escapes what is interpolated, so that a name can be neither markup nor the end of an attribute', () => {
    const name = `<script>alert("1")</script> & 'Co'`;

    const markup = render(html`<p title="${name}">${name}</p>`);

    const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Co&#39;';
    expect(markup).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('leaves alone what it made itself, one piece or many', () => {
    const rows = ['a', '<b>'].map((cell) => html`<td>${cell}</td>`);

    const markup = render(html`<table>${html`<caption>&</caption>`}${rows}</table>`);

    expect(markup).toBe('<table><caption>&</caption><td>a</td><td>&lt;b&gt;</td></table>');
  });
});

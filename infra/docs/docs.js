const elements = [
  'openapi-explorer',
  'api-request',
  'api-response',
  'schema-table',
  'schema-tree',
  'json-tree',
  'syntax-highlighter',
].map((name) => customElements.get(name));

// What the viewer shows lies in shadow trees, which the page's own rules reach only as sheets of theirs.
const rules = new CSSStyleSheet();
rules.replaceSync([...document.styleSheets[0].cssRules].map(({ cssText }) => cssText).join('\n'));
for (const element of elements) element.elementStyles.push(rules);

// Below 768 pixels it would change to a form that has no filter and that no keyboard can open.
elements[0].prototype.handleResize = () => {};

// It indents an answer by eight columns a step, so that most of one would begin beyond the middle of a phone.
const highlighter = customElements.get('syntax-highlighter').prototype;
const { renderHighlight } = highlighter;
highlighter.renderHighlight = function () {
  if (typeof this.content !== 'string') return renderHighlight.call(this);
  const content = this.content.replace(/^(?: {8})+/gm, (indent) => ' '.repeat(indent.length / 4));
  return renderHighlight.call(Object.create(this, { content: { value: content } }));
};

const viewer = document.createElement('openapi-explorer');
for (const [name, value] of Object.entries({
  'spec-url': '/openapi.json',
  'use-path-in-nav-bar': 'true',
  'hide-server-selection': 'true',
  'fetch-credentials': 'same-origin',
}))
  viewer.setAttribute(name, value);
viewer.innerHTML = '<h1 slot="nav-header">Polyclinic API</h1>';

/** Opens the operation that a link of the form `#/<tag>/<operationId>` names. */
function followLink() {
  const [, id] = /^#\/[^/]+\/([^/]+)$/.exec(location.hash) ?? [];
  const named = viewer.resolvedSpec?.tags.flatMap(({ paths }) => paths).find(({ operationId }) => operationId === id);
  if (id && named) viewer.scrollTo(named.elementId);
}
viewer.addEventListener('spec-loaded', async () => {
  await viewer.updateComplete;
  // It scrolls by itself, and so takes the focus of a keyboard, also where nothing in it would.
  viewer.shadowRoot.querySelector('main').tabIndex = 0;
  followLink();
});

document.body.append(viewer);
// After it was added, as its own listener to the same event takes such a link for none.
addEventListener('hashchange', followLink);

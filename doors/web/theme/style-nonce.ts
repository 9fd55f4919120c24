/** The nonce of this response, for the style elements that libraries add. */
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  return meta === null ? '' : meta.nonce || (meta.getAttribute('nonce') ?? '')
}

/**
 * Gives every style element that is created later the nonce. antd passes its own on, but its scroll lock and
 * scroll bar measure, and the chart library's SVG styles, know of none and would be blocked by the policy.
 * Whoever can run this already runs our script, so nothing is opened that the nonce keeps shut.
 */
export function signStyles(nonce: string): void {
  if (nonce === '') return
  const sign = <Made extends Element>(made: Made): Made => {
    if (made.localName === 'style') made.setAttribute('nonce', nonce)
    return made
  }
  const create = document.createElement.bind(document)
  const createIn = document.createElementNS.bind(document)
  Object.assign(document, {
    createElement: (name: string, options?: ElementCreationOptions) => sign(create(name, options)),
    createElementNS: (space: string | null, name: string, options?: string | ElementCreationOptions) =>
      sign(createIn(space, name, options)),
  })
}

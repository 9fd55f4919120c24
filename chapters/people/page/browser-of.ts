/** The part of a browser's description that a person recognises. */
export function browserOf(agent: string): string {
  const browser =
    /(Edg|OPR|QQBrowser|MicroMessenger|Firefox|Chrome|Safari)\/\d+/.exec(agent)?.[0] ?? agent.slice(0, 40)
  const system = /Windows NT [\d.]+|Mac OS X|Android [\d.]+|iPhone|Linux/.exec(agent)?.[0] ?? ''
  return (
    [browser.replace('Edg/', 'Edge ').replace('/', ' '), system].filter((part) => part !== '').join(' · ') ||
    '—'
  )
}

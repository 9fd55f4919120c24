import { useEffect, type RefObject } from 'react'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.role === 'combobox')

/** The search box is the first text field of the page's filters. */
const searchBox = (host: HTMLElement): HTMLInputElement | null =>
  host.querySelector<HTMLInputElement>('.filter-bar input[type="text"]')

const rowLinks = (host: HTMLElement): HTMLAnchorElement[] => [
  ...host.querySelectorAll<HTMLAnchorElement>('tbody td a[href]'),
]

function step(host: HTMLElement, event: KeyboardEvent): void {
  const links = rowLinks(host)
  const place = links.findIndex((link) => link === document.activeElement)
  const fromSearch = document.activeElement === searchBox(host)
  if (place < 0 && !fromSearch) return
  const down = event.key === 'ArrowDown'
  if (!down && place === 0) searchBox(host)?.focus()
  else links[fromSearch ? 0 : place + (down ? 1 : -1)]?.focus()
  event.preventDefault()
}

/** `/` goes to the search box; the arrows go through the rows from there; Enter opens, as links do. */
export function useListKeys(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      const host = place.current
      if (host === null || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/' && !isTyping(event.target)) {
        event.preventDefault()
        searchBox(host)?.focus()
        searchBox(host)?.select()
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(host, event)
    }
    window.addEventListener('keydown', act)
    return () => window.removeEventListener('keydown', act)
  }, [place])
}

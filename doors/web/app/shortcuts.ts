import { useEffect, useRef } from 'react'

export interface Shortcuts {
  /** Letter after `g` → where to. */
  go: Record<string, string>
  onGo: (address: string) => void
  /** Null where there is nothing to search. */
  onSearch: (() => void) | null
  onHelp: () => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.role === 'combobox')

/** Listens for `g` then a letter, `?` and Ctrl-K; leaves alone whoever is typing. */
export function useShortcuts({ go, onGo, onSearch, onHelp }: Shortcuts): void {
  const begun = useRef(0)
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      if (onSearch !== null && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return onSearch()
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const address = go[event.key]
      if (event.timeStamp - begun.current < 1200 && address !== undefined) {
        begun.current = 0
        event.preventDefault()
        return onGo(address)
      }
      begun.current = event.key === 'g' ? event.timeStamp : 0
      if (event.key === '?') onHelp()
    }
    window.addEventListener('keydown', act)
    return () => window.removeEventListener('keydown', act)
  }, [go, onGo, onSearch, onHelp])
}

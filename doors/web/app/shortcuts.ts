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

/** What opens each row of the page's lists: its link, or the button that unfolds it. */
const rowDoors = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('main .data-table tbody tr.ant-table-row')].flatMap((row) => {
    const door = row.querySelector<HTMLElement>('a[href], .ant-table-row-expand-icon')
    return door === null ? [] : [door]
  })

/** Moves the focus to the next (1) or previous (-1) row, to the first one from anywhere else. */
function toRow(by: 1 | -1): void {
  const doors = rowDoors()
  const row = document.activeElement?.closest('tr.ant-table-row')
  const at = doors.findIndex((door) => door.closest('tr.ant-table-row') === row)
  doors[row === null || at < 0 ? 0 : at + by]?.focus()
}

const toSearch = (): void =>
  document.querySelector<HTMLInputElement>('main .filter-bar input[type="text"]')?.focus()

/** Keys that work on every page with a list. */
const listKeys: Readonly<Record<string, () => void>> = {
  j: () => toRow(1),
  k: () => toRow(-1),
  '/': toSearch,
}

/** Listens for `g` then a letter, `j`, `k`, `/`, `?` and Ctrl-K; leaves alone whoever is typing. */
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
      const onList = listKeys[event.key]
      // Behind an open window the lists rest.
      if (onList !== undefined && document.querySelector('.ant-modal-wrap:not([style*="none"])') === null) {
        event.preventDefault()
        onList()
      }
      if (event.key === '?') onHelp()
    }
    window.addEventListener('keydown', act)
    return () => window.removeEventListener('keydown', act)
  }, [go, onGo, onSearch, onHelp])
}

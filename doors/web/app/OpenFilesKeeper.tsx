import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { OpenFilesContext, type OpenFile } from '../ui/open-files.ts'

const storeName = 'mifeng.open-files'

/** Ids and file numbers only: a customer's name never reaches the browser's storage. */
function remember(files: readonly OpenFile[]): void {
  sessionStorage.setItem(storeName, JSON.stringify(files.map(({ id, fileNo }) => ({ id, fileNo }))))
}

function recall(): OpenFile[] {
  try {
    return JSON.parse(sessionStorage.getItem(storeName) ?? '[]') as OpenFile[]
  } catch {
    return []
  }
}

/** Closes every tab, at sign-out. */
export const forgetOpenFiles = (): void => sessionStorage.removeItem(storeName)

/** Keeps the customer files that are open in tabs; twelve at most, the oldest goes first. */
export function OpenFilesKeeper({ children }: { children: ReactNode }) {
  const [files, setFiles] = useState<OpenFile[]>(recall)
  const open = useCallback((file: OpenFile) => {
    setFiles((before) => {
      const place = before.findIndex((one) => one.id === file.id)
      const after = place < 0 ? [...before, file].slice(-12) : before.with(place, file)
      remember(after)
      return after
    })
  }, [])
  const close = useCallback((id: string) => {
    setFiles((before) => {
      const after = before.filter((one) => one.id !== id)
      remember(after)
      return after
    })
  }, [])
  const tools = useMemo(() => ({ files, open, close }), [files, open, close])
  return <OpenFilesContext value={tools}>{children}</OpenFilesContext>
}

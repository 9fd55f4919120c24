import { createContext, useContext } from 'react'

/** A customer file open in a tab. The name is kept in memory only; the file number survives a reload. */
export interface OpenFile {
  id: string
  /** 档号 */
  fileNo: string
  /** As far as this person may see it. */
  name?: string
}

export interface OpenFiles {
  files: readonly OpenFile[]
  open: (file: OpenFile) => void
  close: (id: string) => void
}

export const OpenFilesContext = createContext<OpenFiles>({
  files: [],
  open: () => undefined,
  close: () => undefined,
})

/** The page of a customer file calls `open` when it has loaded; the shell shows the tab to `/customers/:id`. */
export const useOpenFiles = (): OpenFiles => useContext(OpenFilesContext)

import { createRequire } from 'node:module'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const languages = ['chi_sim', 'eng'] as const

/** Where the data of one language lies in its package; undefined when the package is not installed. */
function dataPath(language: string): string | undefined {
  try {
    const home = createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/package.json`)
    return join(dirname(home), '4.0.0_best_int', `${language}.traineddata.gz`)
  } catch {
    return undefined
  }
}

/** Whether text can be read out of pictures here: an optional part, see docs/documents.md. */
export function picturesCanBeRead(): boolean {
  try {
    createRequire(import.meta.url).resolve('tesseract.js')
    return languages.every((language) => dataPath(language) !== undefined)
  } catch {
    return false
  }
}

/** Reads text out of pictures of pages. */
export interface PictureReader {
  /** `png` or any other picture that the reader knows. */
  read(picture: Buffer): Promise<string>
  close(): Promise<void>
}

/**
 * Opens the reader (tesseract.js, LSTM, Chinese and English) over the data in node_modules; nothing is fetched. It wants
 * the data of all languages in one folder, so for a moment there is one with links to them, and nothing else in it.
 * @throws when the optional packages are not installed
 */
export async function openPictureReader(): Promise<PictureReader> {
  const { createWorker } = await import('tesseract.js')
  const folder = await mkdtemp(join(tmpdir(), 'mifeng-languages-'))
  const opened = async (): Promise<Awaited<ReturnType<typeof createWorker>>> => {
    try {
      for (const language of languages)
        await symlink(dataPath(language)!, join(folder, `${language}.traineddata.gz`))
      return await createWorker([...languages], 1, { langPath: folder, cacheMethod: 'none', gzip: true })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const worker = await opened()
  return {
    read: async (picture) => {
      const result = await worker.recognize(picture, {}, { text: true })
      // The model puts spaces between Chinese characters; they are no part of the text.
      return result.data.text.replace(
        /(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]+(?=[\u3000-\u9fff\uff00-\uffef])/g,
        '',
      )
    },
    close: async () => {
      await worker.terminate()
    },
  }
}

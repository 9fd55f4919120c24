import type { DocumentKind } from './kinds.ts'

/** Ceilings for one piece of work on a document; what goes beyond is left out and said so, or refused. */
export interface DocumentLimits {
  /** Pages that are laid out or read. */
  readonly pages: number
  /** Pages whose text is read out of a picture. */
  readonly picturePages: number
  /** Characters of text that are kept. */
  readonly characters: number
  /** Pixels of a picture that is let in; a small file can unpack to a flood. */
  readonly inputPixels: number
  /** Pixels of a page that is given out. */
  readonly outputPixels: number
  /** Whole resident memory of the child, in MiB. */
  readonly residentMegabytes: number
  /** JavaScript heap of the child, in MiB. */
  readonly heapMegabytes: number
  /** Milliseconds for one page, for counting pages, and for taking out the text. */
  readonly pageMilliseconds: number
  readonly textMilliseconds: number
}

export const documentLimits: DocumentLimits = {
  pages: 500,
  picturePages: 60,
  characters: 2_000_000,
  inputPixels: 80_000_000,
  outputPixels: 4_000_000,
  residentMegabytes: 1400,
  heapMegabytes: 512,
  pageMilliseconds: 40_000,
  textMilliseconds: 1_200_000,
}

/** What a child is asked: this line of JSON on its standard input, and behind it the content up to its end. */
export type WorkRequest = { readonly kind: DocumentKind; readonly limits: DocumentLimits } & (
  | { readonly ask: 'text'; readonly readPictures: boolean }
  | { readonly ask: 'pages' }
  | { readonly ask: 'page'; readonly page: number; readonly watermark: readonly string[] }
)

/** Why a document could not be worked on. */
export const troubleCodes = [
  'damaged',
  'locked',
  'bomb',
  'flood',
  'too-big',
  'too-slow',
  'kind',
  'no-page',
  'busy',
] as const
export type TroubleCode = (typeof troubleCodes)[number]

export interface TextResult {
  readonly text: string
  readonly pages: number
  /** Pages or characters were left out. */
  readonly truncated: boolean
  /** Pages whose text was read out of a picture. */
  readonly byPicture: number
  /** Pages that are pictures, and that nobody could read: not installed, not wanted, or too many. */
  readonly unread: number
}

/** What a child answers, a line of JSON each; behind a `picture` stand its bytes. */
export type WorkReply =
  | { readonly progress: { readonly done: number; readonly of: number } }
  | { readonly text: TextResult }
  | { readonly pages: number }
  | {
      readonly picture: {
        readonly width: number
        readonly height: number
        readonly pages: number
        readonly bytes: number
      }
    }
  | { readonly trouble: TroubleCode }
  | { readonly fault: string }

/** A document cannot be shown or read, for a reason of its own. */
export class DocumentTrouble extends Error {
  override readonly name = 'DocumentTrouble'
  readonly code: TroubleCode
  constructor(code: TroubleCode) {
    super(`document: ${code}`)
    this.code = code
  }
}

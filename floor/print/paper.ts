/**
 * What a printed form is made of. Everything is ready text in the reader's language, already masked or
 * withheld as the gate decided: the printer decides nothing and looks nothing up.
 */
export interface PaperForm {
  /** Language of the printer's own words: page numbers, column heads, seal places. */
  readonly language: PaperLanguage
  readonly company: string
  readonly title: string
  /** Number of the form template, for example `BM-R-01`. */
  readonly formNumber: string
  /** Edition of the template, for example `A/0`. */
  readonly formVersion: string
  /** Number of this record, for example `SY-2026-0007`. */
  readonly recordNumber: string
  /** Level and term as the company marks them, for example `商业秘密·公司机密`; never a state secret mark. */
  readonly marking?: string
  readonly sections: readonly PaperSection[]
  /** In the order in which they were given; empty when nobody has decided yet. */
  readonly opinions: readonly PaperOpinion[]
  /** Columns of the opinions in their order; absent: all. */
  readonly opinionColumns?: readonly OpinionColumn[]
  /** Signatures that were given by hand on a screen, as pictures. */
  readonly signed?: readonly PaperSigned[]
  /** Places for hand signatures. */
  readonly signatures: readonly PaperSignature[]
  /** Places for seals, by whose seal belongs there, for example `公司公章`. */
  readonly seals: readonly string[]
  readonly verification: PaperVerification
  /** Name, employee number and time of whoever prints. */
  readonly watermark: string
  readonly printedBy: string
  readonly printedAt: Date
  /** IANA name of the zone in which `printedAt` is shown, for example `Asia/Shanghai`. */
  readonly timeZone: string
}

export type PaperLanguage = 'zh' | 'en'

export type PaperSection = PaperFields | PaperTable | PaperText

/** Label and value cells, two pairs to a row. */
export interface PaperFields {
  readonly kind: 'fields'
  readonly heading?: string
  readonly cells: readonly PaperCell[]
}

export interface PaperCell {
  readonly label: string
  /** An empty value prints as a dash, so that nothing can be written in afterwards. */
  readonly value: string
  /** Takes a row of its own; for purposes, reasons and other long texts. */
  readonly wide?: boolean
}

/** A table whose column heads are repeated on each page. */
export interface PaperTable {
  readonly kind: 'table'
  readonly heading?: string
  readonly columns: readonly PaperColumn[]
  readonly rows: readonly (readonly string[])[]
}

export interface PaperColumn {
  readonly label: string
  /** Width in proportion to the other columns. */
  readonly share: number
  readonly align?: 'left' | 'center' | 'right'
}

/** Running text, for example an undertaking. */
export interface PaperText {
  readonly kind: 'text'
  readonly heading?: string
  readonly paragraphs: readonly string[]
}

/** One decision on the form. */
export interface PaperOpinion {
  readonly step: string
  readonly person: string
  readonly post: string
  readonly decision: string
  readonly opinion: string
  readonly time: string
  /** Whom the person stood in for. */
  readonly onBehalfOf?: string
}

/** Columns of the table of opinions. */
export type OpinionColumn = 'step' | 'person' | 'post' | 'decision' | 'opinion' | 'time'

export interface PaperSigned {
  /** PNG; absent when whoever prints may not see it. */
  readonly picture?: Buffer
  /** Whose it is, of what and when, and how it can be compared; one line each. */
  readonly lines: readonly string[]
}

export interface PaperSignature {
  readonly label: string
  /** The name in print beside the place; empty leaves room for it. */
  readonly name: string
}

/** How anyone can compare the print with the record. */
export interface PaperVerification {
  /** SHA-256 of the snapshot that was decided on, lower-case hex. */
  readonly snapshotHash: string
  /** Where the snapshot stands in the ledger, for example `lane 0, leaf 1234`. */
  readonly ledgerPosition: string
}

/** The printer's own words. */
export const words = {
  zh: {
    form: '表单',
    record: '单据编号',
    opinions: '审批意见',
    step: '步骤',
    person: '审批人',
    post: '岗位',
    decision: '决定',
    opinion: '意见',
    time: '时间',
    onBehalfOf: (name: string) => `（代 ${name}）`,
    noOpinions: '尚无审批意见',
    noRows: '无',
    signed: '手写签名（电子）',
    signatures: '签名与盖章',
    signature: '签名',
    date: '日期',
    seal: '盖章处',
    hash: '内容摘要',
    ledger: '账本位置',
    printed: '打印',
    page: (page: number, pages: number) => `第 ${page} 页 共 ${pages} 页`,
    missing: (list: string) => `字库中没有的字符以码位印出：${list}`,
  },
  en: {
    form: 'Form',
    record: 'Record',
    opinions: 'Opinions',
    step: 'Step',
    person: 'Approver',
    post: 'Post',
    decision: 'Decision',
    opinion: 'Opinion',
    time: 'Time',
    onBehalfOf: (name: string) => `(for ${name})`,
    noOpinions: 'No opinion yet',
    noRows: 'None',
    signed: 'Signatures given on a screen',
    signatures: 'Signatures and seals',
    signature: 'Signed',
    date: 'Date',
    seal: 'Seal',
    hash: 'Content hash',
    ledger: 'Ledger position',
    printed: 'Printed',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    missing: (list: string) => `Characters that the font lacks are printed as code points: ${list}`,
  },
} as const

/** What people are told about mistakes with types, numbers and paper. */
export const filingMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'filing.rule-length': {
    zh: '档号规则须为 1 至 60 个字符。',
    en: 'A numbering rule has 1 to 60 characters.',
  },
  'filing.rule-brace': {
    zh: '档号规则的花括号没有成对。请补全。',
    en: 'A brace is not closed. Complete it.',
  },
  'filing.rule-text': {
    zh: '档号规则只能用大写字母、数字、汉字和 . - _ / · 〔〕（）。请去掉其他字符和空格。',
    en: 'Outside braces only capital letters, digits, Chinese characters and . - _ / · 〔〕 () are allowed. Remove the others.',
  },
  'filing.rule-part': {
    zh: '花括号内只能是 fonds、type、category、year 或 serial:位数（3 至 9 位）。',
    en: 'Braces hold fonds, type, category, year or serial:digits (3 to 9).',
  },
  'filing.rule-serial-last': {
    zh: '流水号 {serial:6} 必须有且只有一个，并放在最后。',
    en: 'There is exactly one {serial:6}, and it comes last.',
  },
  'filing.rule-year-once': { zh: '年度 {year} 必须有且只有一个。', en: 'There is exactly one {year}.' },
  'filing.rule-part-twice': { zh: '同一部分只能出现一次。', en: 'No part comes twice.' },
  'filing.rule-year-apart': {
    zh: '年度前后须有非数字的分隔符，例如“-”。',
    en: 'Put something that is no digit before and after the year, e.g. “-”.',
  },
  'filing.rule-serial-apart': {
    zh: '流水号之前须有非数字的分隔符，例如“-”。',
    en: 'Put something that is no digit before the serial, e.g. “-”.',
  },
  'filing.no-type': {
    zh: '没有这个客户类型，或已停用。请重新选择。',
    en: 'There is no such customer type, or it is retired. Choose again.',
  },
  'filing.no-category': {
    zh: '没有这个资料类别，或已停用。请重新选择。',
    en: 'There is no such category, or it is retired. Choose again.',
  },
  'filing.type-other-kind': {
    zh: '这个客户类型不适用于此类客户（个人或企业）。请重新选择。',
    en: 'This type is not for this kind of customer (person or company). Choose another one.',
  },
  'filing.code-taken': { zh: '代码已被使用。请换一个。', en: 'The code is taken. Choose another one.' },
  'filing.unclassified-stays': {
    zh: '“未分类”不能停用。尚未分类的档案需要它。',
    en: '“Not classified” cannot be retired: files without a class need it.',
  },
  'filing.no-room': {
    zh: '没有这个场所，或已停用。请重新选择。',
    en: 'There is no such room in use. Choose again.',
  },
  'filing.room-below': {
    zh: '该场所的密级低于档案密级，不能存放。请选择密级足够的场所。',
    en: 'The level of this room is below that of the file. Choose a room of a sufficient level.',
  },
  'filing.no-holder': {
    zh: '保管人不在岗。请另选一位。',
    en: 'The holder does not work here at present. Choose somebody else.',
  },
  'filing.holder-below': {
    zh: '保管人的涉密等级低于档案密级。请另选一位。',
    en: 'The holder’s clearance is below the level of the file. Choose somebody else.',
  },
  'custody.words-telling': {
    zh: '文字中含有号码等客户资料。这里的文字会原样保存，请去掉后再提交。',
    en: 'The words hold a number that identifies somebody. They are stored as they are: remove it.',
  },
}

import type { LegalBasis } from './basis.ts'

interface Both {
  readonly zh: string
  readonly en: string
}

/** The legal bases in the words of PIPL article 13, with what evidence each wants. */
export const basisWords: Readonly<Record<LegalBasis, Both & { readonly evidence: Both }>> = {
  consent: {
    zh: '取得个人同意（个保法第十三条第一项）',
    en: 'Consent of the individual (PIPL 13(1))',
    evidence: { zh: '告知书版本与同意记录', en: 'the version of the notice and the record of consent' },
  },
  contract: {
    zh: '订立、履行合同所必需，或依法实施人力资源管理所必需（第二项）',
    en: 'Needed to conclude or perform a contract with the individual, or for human resources by law (13(2))',
    evidence: { zh: '合同名称及条款', en: 'which contract, and which of its terms' },
  },
  'statutory-duty': {
    zh: '履行法定职责或者法定义务所必需（第三项）',
    en: 'Needed for a duty laid down by law (13(3))',
    evidence: { zh: '法律名称和条款', en: 'which law, and which article' },
  },
  emergency: {
    zh: '应对突发公共卫生事件，或紧急情况下保护生命健康和财产安全所必需（第四项）',
    en: 'Needed in a public health emergency, or to protect life, health or property in an emergency (13(4))',
    evidence: { zh: '事件、时间和决定人', en: 'which emergency, when, and who decided' },
  },
  'public-interest-reporting': {
    zh: '为公共利益实施新闻报道、舆论监督，在合理范围内处理（第五项）',
    en: 'News reporting or supervision by public opinion in the public interest, within reason (13(5))',
    evidence: { zh: '报道或监督事项', en: 'which report or matter' },
  },
  'already-public': {
    zh: '在合理范围内处理个人自行公开或者其他已经合法公开的信息（第六项）',
    en: 'Information the individual made public, or that is lawfully public, within reason (13(6))',
    evidence: { zh: '公开的出处和日期', en: 'where and when it was public' },
  },
  'other-law': {
    zh: '法律、行政法规规定的其他情形（第七项）',
    en: 'Other cases provided by law or administrative regulation (13(7))',
    evidence: { zh: '法律、行政法规名称和条款', en: 'which law or regulation, and which article' },
  },
  'no-personal-data': {
    zh: '不含个人信息，不适用',
    en: 'No personal information; not applicable',
    evidence: { zh: '无须说明', en: 'nothing' },
  },
}

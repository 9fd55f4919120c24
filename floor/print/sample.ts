import { createHash } from 'node:crypto'
import type { PaperForm } from './paper.ts'

/** An invented use application, for the tests of the printer. */
export function samplePaper(change: Partial<PaperForm> = {}): PaperForm {
  return {
    language: 'zh',
    company: '青禾贸易有限公司',
    title: '客户资料使用申请表',
    formNumber: 'BM-R-01',
    formVersion: 'A/0',
    recordNumber: 'SY-2026-0007',
    marking: '商业秘密·公司机密',
    sections: [
      {
        kind: 'fields',
        heading: '一、申请人',
        cells: [
          { label: '申请人', value: '林小满' },
          { label: '工号', value: 'QH0132' },
          { label: '部门', value: '华东销售部' },
          { label: '岗位', value: '客户经理' },
          { label: '联系电话', value: '' },
        ],
      },
      {
        kind: 'fields',
        heading: '二、申请内容',
        cells: [
          {
            label: '使用目的',
            value:
              '核对 2026 年第三季度的回款，需要与客户财务人员联系，确认开户行 ICBC-Shanghai 与账号是否一致；核对完毕后不再使用。',
            wide: true,
          },
          { label: '使用方式', value: '查阅' },
          { label: '次数上限', value: '20 次' },
          { label: '起止期限', value: '2026-11-23 至 2026-11-27', wide: true },
        ],
      },
      {
        kind: 'table',
        heading: '三、客户与项目',
        columns: [
          { label: '序号', share: 1, align: 'center' },
          { label: '客户', share: 4 },
          { label: '项目', share: 4 },
          { label: '密级', share: 2, align: 'center' },
        ],
        rows: [
          ['1', '澄江精密机械有限公司', '联系电话、开户行、账号', '公司机密'],
          ['2', '云溪食品厂', '联系电话', '公司秘密'],
        ],
      },
      {
        kind: 'text',
        heading: '四、承诺',
        paragraphs: ['本人承诺只为上述目的使用，期满即止，不转交他人，不留存副本。'],
      },
    ],
    opinions: [
      {
        step: '直属主管',
        person: '周启明',
        post: '销售部经理',
        decision: '同意',
        opinion: '情况属实，同意查阅。',
        time: '2026-11-23 09:41',
      },
      {
        step: '资料归属部门',
        person: '何静',
        post: '档案主管',
        decision: '同意',
        opinion: '限所列两户。',
        time: '2026-11-23 10:15',
        onBehalfOf: '郑国栋',
      },
    ],
    signatures: [
      { label: '申请人', name: '林小满' },
      { label: '主管', name: '周启明' },
    ],
    seals: ['部门公章'],
    verification: {
      snapshotHash: createHash('sha256').update('snapshot').digest('hex'),
      ledgerPosition: '0 号道 第 1234 条',
    },
    watermark: '林小满 QH0132 2026-11-23 14:05',
    printedBy: '林小满 QH0132',
    printedAt: new Date('2026-11-23T06:05:00Z'),
    timeZone: 'Asia/Shanghai',
    ...change,
  }
}

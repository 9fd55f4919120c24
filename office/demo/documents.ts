import { sql } from '../../floor/database/index.ts'
import { printForm } from '../../floor/print/index.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** A contract, a mail and notes of a visit in files of one account manager; the notes say more than their level bears. */
export async function tellDocuments(house: House, { custody }: Chapters, cast: Cast): Promise<void> {
  const owner = cast.who('M012')
  const files = await house.db.read((r) =>
    r.rows<{ id: string }>(sql`
      select c.id from custody.customer c where c.owner_id = ${owner.personId} and c.level <= 2 and c.status = 'active' order by c.file_no limit 2`),
  )
  const [first, second = first] = files
  if (first === undefined) return
  const attach = (id: string, name: string, bytes: Buffer): Promise<unknown> =>
    call(custody.routes, 'POST', '/customers/:id/attachments', owner, {
      params: { id },
      file: { path: '', name, bytes },
    })
  await attach(first.id, '年度供货框架协议.pdf', await contract(house))
  await attach(first.id, '关于交货期的往来邮件.eml', mail)
  await attach(second!.id, '上门回访记录.txt', notes)
}

const contract = (house: House): Promise<Buffer> =>
  printForm({
    language: 'zh',
    company: '示例供应链有限公司',
    title: '年度供货框架协议',
    formNumber: 'HT-2026',
    formVersion: 'A/0',
    recordNumber: 'HT-2026-0188',
    sections: [
      {
        kind: 'fields',
        heading: '一、双方',
        cells: [
          { label: '甲方', value: '示例供应链有限公司' },
          { label: '乙方', value: '见签署页' },
        ],
      },
      {
        kind: 'text',
        heading: '二、约定',
        paragraphs: [
          '乙方在华东区域享有独家代理权，期限一年，期满前六十日另行协商。',
          '任何一方逾期交货或付款的，按逾期金额每日万分之五支付违约金。',
          '双方对在合作中知悉的对方客户资料负有保密义务，该义务不因协议终止而终止。',
        ],
      },
      {
        kind: 'table',
        heading: '三、供货明细',
        columns: [
          { label: '品名', share: 3 },
          { label: '数量', share: 2, align: 'right' },
          { label: '交货期', share: 2 },
        ],
        rows: [
          ['减速机 RV-40', '120', '2026-12-15'],
          ['伺服电机 750W', '300', '2027-01-20'],
        ],
      },
    ],
    opinions: [],
    signatures: [
      { label: '甲方', name: '' },
      { label: '乙方', name: '' },
    ],
    seals: ['甲方公章', '乙方公章'],
    verification: { snapshotHash: '0'.repeat(64), ledgerPosition: '—' },
    watermark: '示例',
    printedBy: '示例',
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })

const mail = Buffer.from(
  [
    'From: =?utf-8?B?' + Buffer.from('采购部').toString('base64') + '?= <purchase@example.com>',
    'To: sales@example.com',
    'Subject: =?utf-8?B?' + Buffer.from('关于 12 月交货期').toString('base64') + '?=',
    'Date: Mon, 16 Nov 2026 09:12:00 +0800',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(
      '贵司确认的交货期为 12 月 15 日。\n如需提前，请在本周五前答复，产线须重新排期。\n价格仍按框架协议执行。',
    ).toString('base64'),
  ].join('\r\n'),
)

const notes = Buffer.from(
  '上门回访记录\n时间：2026 年 11 月 18 日\n接待人身份证号 11010519491231002X，手机 13800138000。\n对方要求把发票抬头改为新公司，并希望延长独家代理期限。\n',
)

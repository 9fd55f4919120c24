import { type OutputSheet, writeWorkbook } from '../../floor/sheet/index.ts'

/**
 * An invented customer ledger as people keep it in Excel: title rows, a number column, mixed spellings of dates,
 * identifiers hidden in remarks, damaged numbers, a total row. Same seed, same file. Nobody in it exists: identity
 * numbers use a region code that is not assigned.
 */

function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

const surnames =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'
const given =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国志文嘉欣雨桐子涵浩然思远晓彤佳怡俊哲宇轩梓萱诗琪泽宇美玲海燕凯'
const cities = [
  '上海市浦东新区',
  '杭州市西湖区',
  '苏州市工业园区',
  '南京市鼓楼区',
  '广州市天河区',
  '深圳市南山区',
  '佛山市顺德区',
  '东莞市松山湖',
  '宁波市鄞州区',
  '无锡市滨湖区',
  '成都市高新区',
  '武汉市洪山区',
]
const streets = ['解放路', '中山路', '人民路', '科技园路', '建设街', '滨江大道', '学府路', '工业北路']
const trades = [
  '精密机械',
  '自动化设备',
  '医疗器械',
  '新材料',
  '汽车零部件',
  '电子科技',
  '检测技术',
  '光学仪器',
]
const sources = ['展会', '转介绍', '官网', '电话', '老客户介绍']
const remarks = [
  '要求周末联系',
  '老客户介绍',
  '资料待补',
  '不接受营销短信',
  '已签年框',
  '需开专票',
  '',
  '',
  '',
  '注意回款',
  '对交期要求高',
]
const grades = ['A', 'B', 'B', 'C', 'C', 'C', 'VIP']
const salespeople = ['李晓彤', '陈志强', '周雨桐', '林若溪', '罗思敏', '吴俊杰', '黄启航', '梁咏诗']

type Dice = () => number
const one = <T>(roll: Dice, list: readonly T[]): T => list[Math.floor(roll() * list.length)]!
const digits = (roll: Dice, count: number): string =>
  Array.from({ length: count }, () => Math.floor(roll() * 10)).join('')
const name = (roll: Dice): string => {
  const letters = Array.from(given)
  return one(roll, Array.from(surnames)) + one(roll, letters) + (roll() < 0.7 ? one(roll, letters) : '')
}
const mobile = (roll: Dice): string =>
  one(roll, ['138', '139', '136', '158', '186', '189', '177', '150', '199']) + digits(roll, 8)

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
function idCard(roll: Dice): string {
  const year = 1955 + Math.floor(roll() * 48)
  const month = String(1 + Math.floor(roll() * 12)).padStart(2, '0')
  const day = String(1 + Math.floor(roll() * 28)).padStart(2, '0')
  const body = `${one(roll, ['310199', '330199', '440199', '320599'])}${year}${month}${day}${digits(roll, 3)}`
  const sum = idWeights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return body + '10X98765432'[sum % 11]!
}

function bankCard(roll: Dice): string {
  const body = one(roll, ['622202', '621700', '622848', '621661']) + digits(roll, 12)
  let sum = 0
  for (let i = 0; i < body.length; i += 1) {
    const digit = Number(body[body.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return body + String((10 - (sum % 10)) % 10)
}

const creditCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
function creditCode(roll: Dice): string {
  const body = `91${one(roll, ['310115', '330106', '440106', '320594'])}MA${Array.from({ length: 7 }, () => one(roll, Array.from(creditCharacters))).join('')}`
  let weight = 1
  let sum = 0
  for (const character of body) {
    sum += creditCharacters.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return body + creditCharacters[(31 - (sum % 31)) % 31]!
}

function date(roll: Dice): string {
  const [y, m, d] = [2021 + Math.floor(roll() * 5), 1 + Math.floor(roll() * 12), 1 + Math.floor(roll() * 28)]
  const two = (n: number): string => String(n).padStart(2, '0')
  return one(roll, [
    `${y}-${two(m)}-${two(d)}`,
    `${y}/${m}/${d}`,
    `${y}.${m}.${d}`,
    `${y}年${m}月${d}日`,
    `${y}${two(m)}${two(d)}`,
  ])
}

const fullWidth = (text: string): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
const address = (roll: Dice): string =>
  `${one(roll, cities)}${one(roll, streets)}${1 + Math.floor(roll() * 300)}号${1 + Math.floor(roll() * 30)}栋${101 + Math.floor(roll() * 2400)}室`

function remark(roll: Dice): string {
  const chance = roll()
  if (chance < 0.02) return `转账卡号 ${bankCard(roll)}`
  if (chance < 0.04) return `家属电话 ${mobile(roll)}`
  if (chance < 0.06) return `已签年框，底价 ${80 + Math.floor(roll() * 20)} 元/件`
  return one(roll, remarks)
}

function personRow(roll: Dice, i: number): string[] {
  const phone = mobile(roll)
  const spelled =
    roll() < 0.05
      ? fullWidth(phone)
      : roll() < 0.1
        ? `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`
        : phone
  const id = roll() < 0.02 ? `${idCard(roll).slice(0, 15)}000` : roll() < 0.9 ? idCard(roll) : ''
  return [
    String(i + 1),
    name(roll),
    roll() < 0.01 ? spelled.slice(0, 10) : spelled,
    id,
    roll() < 0.35 ? bankCard(roll) : '',
    address(roll),
    one(roll, grades),
    one(roll, sources),
    date(roll),
    one(roll, salespeople),
    remark(roll),
  ]
}

function companyRow(roll: Dice, i: number): string[] {
  const city = one(roll, cities)
  const company = `${city.slice(0, 2)}${one(roll, Array.from('宏远恒信天成博众立德华创明德锐思'))}${one(roll, Array.from('达升扬瑞泰康力科通源'))}${one(roll, trades)}有限公司`
  return [
    String(i + 1),
    company,
    creditCode(roll),
    name(roll),
    mobile(roll),
    `中国${one(roll, ['工商', '建设', '农业', '招商'])}银行${city.slice(0, 2)}分行`,
    digits(roll, 16),
    String(10_000 * (1 + Math.floor(roll() * 200))),
    one(roll, ['月结30天', '月结60天', '款到发货']),
    String(70 + Math.floor(roll() * 60)),
    address(roll),
    date(roll),
    one(roll, salespeople),
  ]
}

const column = (header: string): { header: string } => ({ header })

function sheets(persons: number, companies: number): OutputSheet[] {
  const roll = dice(20261124)
  const people = Array.from({ length: persons }, (_, i) => personRow(roll, i))
  // A few customers were entered twice, as they always are.
  for (let i = 0; i < 24; i += 1) people.push([String(persons + i + 1), ...people[i * 37]!.slice(1)])
  const firms = Array.from({ length: companies }, (_, i) => companyRow(roll, i))
  const total = [
    '合计',
    '',
    '',
    '',
    '',
    '',
    '',
    String(firms.reduce((sum, firm) => sum + Number(firm[7]), 0)),
  ]
  return [
    {
      name: '个人客户',
      columns: [
        '序号',
        '客户姓名',
        '联系电话',
        '身份证号码',
        '银行卡号',
        '联系地址',
        '客户等级',
        '客户来源',
        '建档日期',
        '业务员',
        '备注',
      ].map(column),
      rows: people,
    },
    {
      name: '企业客户',
      columns: [
        '序号',
        '客户名称',
        '统一社会信用代码',
        '联系人',
        '手机',
        '开户行',
        '账号',
        '年合同金额(元)',
        '账期',
        '底价',
        '注册地址',
        '签约日期',
        '业务员',
      ].map(column),
      rows: [...firms, total],
    },
  ]
}

/** Writes the invented ledger; about 2,300 customers. */
export async function writeDemoLedger(file: string): Promise<void> {
  await writeWorkbook(file, sheets(2000, 260), { properties: { title: '客户台账' } })
}

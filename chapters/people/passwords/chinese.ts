/**
 * What people in China choose and no dictionary of English holds, put together by rule: names in pinyin, words of love
 * and luck, famous numbers and runs over the keyboard, alone and in the pairs in which they are typed.
 */
const surnames = `wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han
  feng yu dong xiao cheng cao yuan deng fu shen zeng peng lv su lu jiang cai jia ding wei xue ye yan pan du dai xia zhong tian
  ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian`
const given = `wei fang na xiuying min jing li qiang lei jun yang yong yan jie juan tao ming chao xiulan xia ping gang guiying hua yun
  bo hui xin ying hong dan fei ting bin peng kai xiaoming xiaohong xiaoli jianguo zhiqiang haiyan lihua guoqiang yuhan zixuan haoran
  yiming san si wu liu`
const phrases = `woaini woaiwo woaiwojia aini woxihuanni xiangni baobei baobao laopo laogong qinaide mama baba gege jiejie didi
  meimei nihao nihaoma xiexie zaijian zhongguo woaizhongguo beijing shanghai guangzhou shenzhen pingan jiankang facai dajidali
  wanshiruyi gongxifacai zhaocaijinbao yifanfengshun jixiangruyi tiantian xiangshang jiayou kuaile shengri xinnian mima denglu
  yonghu ceshi guanliyuan gongsi laoban zongjingli xiaoshou caiwu renshi bangong kehu ziliao baomi mifeng caonima wangba`
const numbers = `520 1314 5201314 1314520 521 5211314 201314 7758521 7758258 3344520 584520 147258 147258369 159357 168 518 666 888
  6666 8888 66666 88888 666666 888888 123 1234 12345 123456 12345678 123456789 123123 112233 321 654321 110 119 120 2008 2020 2022 2023
  2024 2025 2026`
const runs = `qwer qwert qwerty asdf asdfgh zxcv zxcvbn qaz wsx edc qazwsx qazwsxedc 1qaz 2wsx 3edc 1qaz2wsx 1q2w3e 1q2w3e4r q1w2e3
  zaq12wsx 147 258 369 789 456 qweasd qweasdzxc asdzxc abc abcd a1b2c3 aa11 aabb`

const list = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '')
const pairs = (first: readonly string[], second: readonly string[]): string[] =>
  first.flatMap((one) => second.map((other) => one + other))

/** A syllable of pinyin as typed: an initial, a final. Loose on purpose: whatever looks like a name is guessed as one. */
const syllable =
  '(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|[aeiouv])'
const nameShape = new RegExp(`^(?:${surnames.trim().split(/\s+/u).join('|')})(?:${syllable}){1,2}$`)
/** Letters of the longest name looked for. */
export const longestName = 16

/** Whether it is a surname and one or two further syllables, as people type their names: zhangwei, sunkexin. */
export const isPinyinName = (piece: string): boolean =>
  piece.length >= 5 && piece.length <= longestName && nameShape.test(piece)

/** Lower-case passwords and pieces of passwords, the commonest first; made once, when it is first asked for. */
export function chineseWords(): string[] {
  const [names, luck, digits, rows] = [list(surnames), list(phrases), list(numbers), list(runs)]
  return [
    ...new Set([
      ...digits,
      ...luck,
      ...rows,
      ...pairs(luck, digits),
      ...pairs(digits, luck.slice(0, 20)),
      ...pairs(names, list(given)),
      ...pairs(rows, digits),
      ...pairs(names, digits),
    ]),
  ].filter((word) => word.length >= 4)
}

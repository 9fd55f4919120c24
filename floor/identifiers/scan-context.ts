/** How far back a word may stand, in characters. */
const reach = 14

// Some part of every word below: most numbers have none of them before, and one test settles that.
const anyWord =
  /电话|手机|座机|固话|联系|致电|拨打|传真|热线|证|身份|护照|回乡|港澳|台湾|台胞|卡|转账|款|[账帐][号户]|开户|对公|微信|薇信|威信|v信|加v|扣扣|企鹅|串号|设备号|注册号|执照|机构代码|车|tel|phone|mobile|fax|call|id|passport|card|acc|vx|wx|wechat|weixin|qq|imei/

const serialBefore =
  /(?:预算|金额|营业额|产值|总价|货款|余额|面积|订单(?:编?号|号码)|(?:快递|物流|运|提|工|订)单(?:编?号|号码)?|单号|流水(?:编?号)?|序列(?:编?号|码)|批次(?:号)?|批号|物料(?:编?[号码])|料号|货号|发票(?:号码?|代码)|合同编?号|案号|serial(?: ?no\.?| number)?|order(?: ?no\.?| number)|invoice(?: ?no\.?| number)|batch(?: ?no\.?)?|s\/n)[ :：#.为是]{0,3}$/

const figureBehind = /^ ?(?:元|块|平|亩|公斤|吨|件|只|美元|欧元)/

/**
 * The words just before a number, asked one kind at a time. Only to the start of the line or sentence, so
 * that a word in another sentence does not vouch for this number; read only when the first question comes.
 */
export class Context {
  readonly #text: string
  readonly #at: number
  #before: string | undefined

  /** Context of the position `at` in a text whose full-width characters are folded. */
  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  #has(words: RegExp): boolean {
    this.#before ??= wordsBefore(this.#text, this.#at)
    return this.#before !== '' && words.test(this.#before)
  }

  /** True when some word that can vouch for a number stands before it. */
  get any(): boolean {
    return this.#has(anyWord)
  }
  get phone(): boolean {
    return this.#has(/电话|手机|座机|固话|联系|致电|拨打|传真|热线|tel|phone|mobile|fax|call/)
  }
  get id(): boolean {
    return this.#has(/身份证|证件|证号|身份号|id ?(?:card|no|number|:)/)
  }
  get passport(): boolean {
    return this.#has(/护照|passport/)
  }
  get permit(): boolean {
    return this.#has(/通行证|回乡证|港澳/)
  }
  get taiwan(): boolean {
    return this.#has(/台胞|台湾|通行证/)
  }
  get card(): boolean {
    return this.#has(/卡号|银行卡|储蓄卡|信用卡|借记卡|转账|打款|汇款|收款|卡[: ]*$|card/)
  }
  get account(): boolean {
    return this.#has(/账号|帐号|账户|帐户|开户行|对公|acc(?:oun)?t/)
  }
  get wechat(): boolean {
    return this.#has(/微信|薇信|威信|v信|加v|vx|wx|wechat|weixin/)
  }
  /** The word stands right before: what a token without digits needs, since any English word looks like an id. */
  get wechatRightBefore(): boolean {
    return this.#has(
      /(?:(?:微信|薇信|威信|加v)(?:号|id|账号)?[ :是为]{0,3}|(?:v信|vx|wx|wechat|weixin) ?(?:号|id)? ?[:是] ?)$/,
    )
  }
  get qq(): boolean {
    return this.#has(/qq|扣扣|企鹅/)
  }
  get imei(): boolean {
    return this.#has(/imei|串号|设备号/)
  }
  get licence(): boolean {
    return this.#has(/注册号|执照/)
  }
  get organisation(): boolean {
    return this.#has(/机构代码/)
  }
  /** What follows says that the digits up to `end` are a figure: 元, 平方. */
  isFigure(end: number): boolean {
    return figureBehind.test(this.#text.slice(end, end + 4))
  }
  /** The number is said to be that of an order, a parcel, an invoice or the like: its digits vouch for nothing. */
  get serial(): boolean {
    return serialBefore.test(this.#text.slice(Math.max(0, this.#at - reach), this.#at).toLowerCase())
  }
  get plate(): boolean {
    return this.#has(/车牌|车号|军车|警车|车辆/)
  }
}

function wordsBefore(text: string, at: number): string {
  let from = at
  const stop = Math.max(0, at - reach)
  while (from > stop) {
    const code = text.charCodeAt(from - 1)
    // New line, full stop 。 and semicolon end the reach.
    if (code === 10 || code === 13 || code === 0x3002 || code === 59) break
    from--
  }
  const before = text.slice(from, at).toLowerCase()
  return anyWord.test(before) ? before : ''
}

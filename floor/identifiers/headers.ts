import { normaliseText } from './normalise.ts'
import type { IdentifierType } from './types.ts'

/**
 * Header synonyms as company ledgers use them. A line gives the types a header may stand for, the usual one first;
 * the content decides between them.
 */
const synonyms: ReadonlyArray<readonly [types: readonly IdentifierType[], headers: string]> = [
  [['row-number'], '序号 编码序号 no. no # 行号 序列 num'],
  [
    ['person-name'],
    '姓名 客户姓名 联系人 联系人姓名 负责人 经办人 法人 法定代表人 法人代表 法人姓名 收件人 收货人 签约人 持卡人 户主 决策人 对接人 主要联系人 name fullname contact contactname',
  ],
  [['person-name', 'company-name'], '客户 户名 名称 甲方 乙方 客户简称 customer customername client'],
  [
    ['company-name', 'person-name'],
    '客户名称 公司名称 单位名称 单位 企业名称 开票名称 抬头 发票抬头 购方名称 公司 工作单位 合作单位 供应商名称 供应商 合作方 合作方名称 机构名称 甲方名称 乙方名称 company companyname',
  ],
  [['mobile', 'landline'], '手机 手机号 手机号码 移动电话 手机电话 mobile cell cellphone mobilephone'],
  [
    ['phone', 'mobile', 'landline'],
    '联系电话 联系方式 电话 电话号码 联系号码 备用电话 紧急联系电话 收货电话 tel telephone phone phonenumber',
  ],
  [['landline', 'mobile'], '座机 固话 固定电话 办公电话 公司电话 单位电话 传真 传真号 fax'],
  [
    ['id-card', 'passport', 'home-return-permit', 'taiwan-permit', 'foreign-permanent-card'],
    '身份证 身份证号 身份证号码 证件号 证件号码 法人身份证 法人身份证号 公民身份号码 id idcard idnumber idno',
  ],
  [['passport'], '护照 护照号 护照号码 passport passportno'],
  [
    ['home-return-permit', 'exit-permit', 'taiwan-permit'],
    '通行证 通行证号 港澳通行证 回乡证 港澳居民来往内地通行证 往来港澳通行证',
  ],
  [['taiwan-permit'], '台胞证 台胞证号 台湾通行证 台湾居民来往大陆通行证'],
  [
    ['text'],
    '证件类型 证件种类 民族 国籍 职务 职位 岗位 部门 行业 所属行业 主营业务 产品 产品名称 规格 型号 数量 状态 客户状态 客户类型 类型 类别 标签',
  ],
  [
    ['uscc', 'business-licence', 'organisation-code'],
    '统一社会信用代码 社会信用代码 信用代码 税号 纳税人识别号 纳税识别号 税务登记号 uscc taxid taxno',
  ],
  [['business-licence', 'uscc'], '营业执照号 营业执照 营业执照注册号 注册号 工商注册号'],
  [['organisation-code'], '组织机构代码 机构代码 组织机构代码证'],
  [['bank-name'], '开户行 开户银行 银行 银行名称 开户行名称 所属银行 bank bankname'],
  [
    ['bank-account', 'bank-card'],
    '账号 帐号 银行账号 银行帐号 对公账号 账户 银行账户 收款账号 开户账号 account accountno bankaccount',
  ],
  [['bank-card', 'bank-account'], '卡号 银行卡 银行卡号 收款卡号 储蓄卡号 信用卡号 cardno bankcard'],
  [['text'], '行号 联行号 大额行号'],
  [
    ['address'],
    '地址 联系地址 收货地址 家庭住址 家庭地址 住址 注册地址 经营地址 项目地址 通讯地址 办公地址 公司地址 详细地址 单位地址 户籍地址 现住址 address addr',
  ],
  [['region', 'address'], '所在地区 地区 区域 省份 城市 省市 省市区 所属区域 籍贯 region city province'],
  [['wechat'], '微信 微信号 vx wx wechat weixin 微信账号'],
  [['qq'], 'qq qq号 qq号码'],
  [['email'], '邮箱 电子邮件 电子邮箱 邮箱地址 邮件 email e-mail mail'],
  [['online-account'], '抖音号 旺旺 旺旺号 淘宝账号 小红书号 微博 快手号 skype whatsapp 用户名 账号名'],
  [['ip'], 'ip ip地址 登录ip'],
  [['mac'], 'mac mac地址'],
  [['imei'], 'imei 串号 设备串号 imei号'],
  [['plate'], '车牌 车牌号 车牌号码 车号 车辆号牌'],
  [['gender'], '性别 sex gender'],
  [['birth-date'], '出生日期 生日 出生年月 出生年月日 birthday birthdate dob'],
  [
    ['date'],
    '日期 建档日期 签约日期 签订日期 合同日期 录入日期 创建时间 建档时间 登记日期 成交日期 下单日期 到期日期 到期日 合同到期日 跟进日期 最近跟进 最后联系日期 注册日期 开票日期 时间 date createdat',
  ],
  [
    ['customer-number'],
    '客户编号 客户编码 客户代码 客户id 会员号 会员编号 会员卡号 编号 档案号 customerid customerno',
  ],
  [
    ['salesperson'],
    '业务员 归属人 销售 销售员 销售人员 客户经理 跟进人 所属销售 销售代表 业务经理 负责销售 归属业务员 录入人 建档人 owner sales salesperson',
  ],
  [['customer-level'], '客户等级 等级 客户级别 级别 客户星级 重要程度 信用等级 level grade'],
  [['customer-source'], '客户来源 来源 来源渠道 渠道 获客渠道 source channel'],
  [['quote'], '报价 报价金额 单价 成交价 成交单价 成交价格 销售价 售价 价格 price quote'],
  [['floor-price'], '底价 最低价 最低限价 保底价 floorprice'],
  [['cost'], '成本 成本价 采购成本 进价 进货价 采购价 成本单价 cost'],
  [['margin'], '毛利 毛利率 利润 利润率 毛利润 净利 净利率 margin profit'],
  [['discount'], '折扣 折扣率 返点 返利 优惠 discount rebate'],
  [['payment-terms'], '账期 帐期 付款方式 结算方式 付款条件 信用期 信用额度 paymentterms'],
  [['receivable'], '回款 回款金额 应收 应收账款 应收款 欠款 未收款 已收款 应收金额 余额 receivable'],
  [['contract-number'], '合同编号 合同号 协议编号 合同编码 contractno'],
  [['contract-amount'], '合同金额 年合同金额 合同总额 合同额 合同总价 签约金额 成交金额 contractamount'],
  [['order-number'], '订单号 订单编号 单号 流水号 orderno ordernumber'],
  [['amount'], '金额 总金额 销售额 年销售额 交易金额 订单金额 消费金额 付款金额 注册资本 amount total'],
  [['technical'], '技术资料 图纸 配方 工艺 技术参数 技术方案 工艺参数 源代码 技术要求'],
  [['trade-secret'], '客户名单 采购计划 竞品 竞争对手 投标价 标底'],
  [
    ['remark'],
    '备注 跟进记录 跟进情况 备注说明 说明 附注 沟通记录 拜访记录 客户需求 需求 其他 备忘 描述 remark remarks note notes comment memo',
  ],
]

/** Removes brackets with what is in them, spaces, asterisks and punctuation: `年合同金额(元)*` → `年合同金额`. */
export function normaliseHeader(header: string): string {
  return normaliseText(header)
    .toLowerCase()
    .replace(/\([^()]{0,30}\)|\[[^[\]]{0,30}\]|【[^【】]{0,30}】/g, '')
    .replace(/[\s*:：_"'“”、,，/\\]/g, '')
    .replace(/(?<=[\u4e00-\u9fff])(?:\d{1,2}|[一二三])$/, '')
}

const exact = new Map<string, readonly IdentifierType[]>()
for (const [types, headers] of synonyms) {
  for (const header of headers.split(' ')) if (!exact.has(header)) exact.set(header, types)
}
// Longest first, so that 合同金额 inside 年度合同金额 wins over 金额; only Chinese words of two or more characters.
const contained = [...exact.keys()]
  .filter(
    (header) =>
      /^[\u4e00-\u9fff]{2,}$/.test(header) &&
      ![
        '单位',
        '名称',
        '客户',
        '公司',
        '编号',
        '时间',
        '银行',
        '其他',
        '余额',
        '产品',
        '价格',
        '说明',
        '类型',
        '等级',
        '级别',
        '状态',
        '数量',
        '部门',
        '需求',
        '工艺',
        '来源',
        '渠道',
        '渠道',
      ].includes(header),
  )
  .sort((a, b) => b.length - a.length)

export interface HeaderMatch {
  readonly types: readonly IdentifierType[]
  readonly how: 'header-exact' | 'header-contains'
}

/** What a column header may stand for; undefined when no synonym fits. */
export function typesOfHeader(header: string): HeaderMatch | undefined {
  const name = normaliseHeader(header)
  if (name === '') return undefined
  const types = exact.get(name)
  if (types !== undefined) return { types, how: 'header-exact' }
  if (name.length > 16) return undefined
  // The end of a Chinese header says what it is: 客户联系电话 is a telephone, 电话回访备注 a remark.
  const tail = contained.find((word) => name.endsWith(word)) ?? contained.find((word) => name.includes(word))
  const found = tail === undefined ? undefined : exact.get(tail)
  return found && { types: found, how: 'header-contains' }
}

import type { Finding } from './scan.ts'
import { checkAs } from './detectors.ts'
import type { CheckOptions, SensitiveKind } from './types.ts'

const words: Readonly<Record<SensitiveKind, RegExp>> = {
  minor: /未满(?:14|十四)(?:周岁|岁)|未成年人?|监护人|儿童信息|小学生|幼儿园(?:小|中|大)班/gu,
  health:
    /病历|病史|确诊|诊断(?:为|书|结果|证明)|患有|糖尿病|高血压|冠心病|乙肝|肝炎|肿瘤|癌症|[胃肺肝乳肠]癌|艾滋|HIV|抑郁症|焦虑症|精神分裂|癫痫|肺结核|尿毒症|透析|化疗|放疗|怀孕|孕期|流产|残疾证|住院(?:号|期间|治疗)|体检(?:报告|结果|异常)|用药史|过敏史|手术(?:史|记录)|(?:做过|做了|刚做).{0,3}手术|术后/giu,
  religion:
    /宗教信仰|信仰[：:]|信(?:佛|基督|天主|伊斯兰|教)(?!育|学|师|材|程|授)|(?:佛|基督|天主|伊斯兰|道)教徒|穆斯林|清真饮食|做礼拜|斋月|受洗|皈依/gu,
  biometric:
    /指纹|人脸(?:照|特征|图像|信息|数据)|面部特征|虹膜|声纹|掌纹|基因(?:检测|数据|信息)|DNA(?:样本|检测|数据)/giu,
  whereabouts:
    /行踪|(?:行动|定位|出行|GPS)轨迹|实时(?:位置|定位)|入住(?:记录|信息)|住宿记录|乘机记录|出行记录|1[0-3]\d\.\d{4,8}[,，]\s?[1-5]?\d\.\d{4,8}|[1-5]\d\.\d{4,8}[,，]\s?(?:7[3-9]|[89]\d|1[0-3]\d)\.\d{4,8}/giu,
}

/** Behind such a word these say that goods or an organisation are meant, not a person. */
const goods =
  /^[一-鿿]{0,8}?(?:公司|集团|医院|诊所|药[房店厂]|大学|学院|协会|基金会|设备|器械|用品|试剂|试纸|锁|识别机|打卡机|考勤机?|门禁|系统|模块|仪器?|传感器|疫苗|保险箱|膜|机构|软件|平台|展会|论坛|项目)/u

/**
 * Which kinds of sensitive personal information a text seems to hold, and how often. Holders of an identity number who
 * are younger than 14 come from their birth date. Words that name goods or organisations do not count. Linear time.
 */
export function sensitiveIn(
  text: string,
  findings: readonly Finding[] = [],
  options?: CheckOptions,
): ReadonlyMap<SensitiveKind, number> {
  const counts = new Map<SensitiveKind, number>()
  for (const { type, normal } of findings)
    if (type === 'id-card' && checkAs('id-card', normal, options)?.detail?.under14 === true)
      counts.set('minor', (counts.get('minor') ?? 0) + 1)
  for (const [kind, pattern] of Object.entries(words) as [SensitiveKind, RegExp][]) {
    for (const { index, 0: word } of text.matchAll(pattern)) {
      const end = index + word.length
      if (goods.test(text.slice(end, end + 14))) continue
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  return counts
}

/**
 * Provinces by the first two digits of GB/T 2260. Codes are checked at this level only: county codes are
 * abolished every year while the cards that carry them stay valid.
 */
export const provinces: Readonly<Record<string, string>> = {
  '11': '北京市',
  '12': '天津市',
  '13': '河北省',
  '14': '山西省',
  '15': '内蒙古自治区',
  '21': '辽宁省',
  '22': '吉林省',
  '23': '黑龙江省',
  '31': '上海市',
  '32': '江苏省',
  '33': '浙江省',
  '34': '安徽省',
  '35': '福建省',
  '36': '江西省',
  '37': '山东省',
  '41': '河南省',
  '42': '湖北省',
  '43': '湖南省',
  '44': '广东省',
  '45': '广西壮族自治区',
  '46': '海南省',
  '50': '重庆市',
  '51': '四川省',
  '52': '贵州省',
  '53': '云南省',
  '54': '西藏自治区',
  '61': '陕西省',
  '62': '甘肃省',
  '63': '青海省',
  '64': '宁夏回族自治区',
  '65': '新疆维吾尔自治区',
  '71': '台湾省',
  '81': '香港特别行政区',
  '82': '澳门特别行政区',
}

/** Prefixes of the 港澳台居民居住证; 83 stands for Taiwan there. */
export const residencePermitPrefixes: Readonly<Record<string, string>> = {
  '810000': '香港特别行政区',
  '820000': '澳门特别行政区',
  '830000': '台湾省',
}

/** Province letters on number plates (GA 36-2018). */
export const plateProvinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'

// Full and short names by their first two characters, the full name first: no two provinces share those two.
const namesByHead = new Map<string, readonly string[]>()
for (const full of Object.values(provinces)) {
  const short = full.replace(/(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)$/, '')
  namesByHead.set(full.slice(0, 2), [full, short])
}

/** Name of the province, full or short, that stands at a position of an address; empty when none does. */
export function provinceAt(text: string, at: number): string {
  return namesByHead.get(text.slice(at, at + 2))?.find((name) => text.startsWith(name, at)) ?? ''
}

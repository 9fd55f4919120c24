import { typeCatalogue } from './catalogue.ts'
import { provinceAt } from './data/regions.ts'
import { normaliseText } from './normalise.ts'
import type { Detector, Match } from './types.ts'

/** An address cut where its public part (down to the district) ends. */
export interface AddressParts {
  readonly province: string
  readonly city: string
  readonly district: string
  readonly rest: string
}

const cityShape = /^[\u4e00-\u9fff]{2,7}?(?:市|自治州|地区|盟)/
// 小区, 社区, 园区 and the like are housing estates, not districts.
const districtShape =
  /^(?:(?!大道)[\u4e00-\u9fff]){1,14}?(?:自治县|自治旗|林区|开发区|高新区|(?<![小社园校厂街景库片])区|县|旗|市)/

/** Cuts an address at the district. Parts that are not there are empty; `rest` is never public. */
export function addressParts(text: string): AddressParts {
  let rest = normaliseText(text).replace(/^中国/, '').replace(/\s/g, '')
  const province = provinceAt(rest, 0)
  rest = rest.slice(province.length)
  const cityFound = cityShape.exec(rest)?.[0] ?? ''
  // A road before the word means that the word belongs to something else.
  const city = /[路街道号弄巷]/.test(cityFound) ? '' : cityFound
  rest = rest.slice(city.length)
  const districtFound = districtShape.exec(rest)?.[0] ?? ''
  const district = /[路街号弄巷]/.test(districtFound) ? '' : districtFound
  return { province, city, district, rest: rest.slice(district.length) }
}

const detailShapes: readonly RegExp[] = [
  /[\u4e00-\u9fff](?:路|街|大道|道|巷|胡同|弄|镇|乡|村|街道|园|小区|社区|广场|大厦|公路)/,
  /\d号|[一二三四五六七八九十]号/,
  /[\dA-Za-z一二三四五六七八九十]{1,4}(?:栋|幢|座|号楼)/,
  /[\d一二三四五六七八九十]{1,4}单元/,
  /\d{1,5}(?:室|层|楼|房)/,
]

function checkAddress(text: string): Match | undefined {
  const normal = normaliseText(text)
  if (normal.length < 5 || normal.length > 120 || /[@]|\d{11}/.test(normal)) return undefined
  const { province, city, district, rest } = addressParts(normal)
  const places = [province, city, district].filter((part) => part !== '').length
  const details = detailShapes.filter((shape) => shape.test(rest)).length
  const parts = places + details
  if (details === 0 || parts < 2) return undefined
  return {
    type: 'address',
    normal,
    strength: parts >= 3 ? 'pattern' : 'weak',
    detail: province === '' ? { parts } : { parts, province },
  }
}

function checkRegion(text: string): Match | undefined {
  const normal = normaliseText(text)
  if (normal.length < 2 || normal.length > 30) return undefined
  const { province, city, district, rest } = addressParts(normal)
  if (rest !== '' || (province === '' && city === '' && district === '')) return undefined
  return { type: 'region', normal, strength: province === '' ? 'weak' : 'pattern' }
}

/** Places. */
export const addressDetectors: readonly Detector[] = [
  {
    type: 'address',
    label: typeCatalogue.address.label,
    rule: {
      zh: '省市区县+路街号栋单元室，至少两级且到路一级；级数越多越可信',
      en: 'province, city, district, road, number, building, unit, room: at least two, one of them from the road down; more parts, more certain',
    },
    source: 'practice',
    needsContext: false,
    check: checkAddress,
  },
  {
    type: 'region',
    label: typeCatalogue.region.label,
    rule: { zh: '只到省、市或区县', en: 'province, city or district only' },
    source: 'practice',
    needsContext: false,
    check: checkRegion,
  },
]

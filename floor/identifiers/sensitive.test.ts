import { expect, test } from 'vitest'
import { scanText } from './scan.ts'
import { sensitiveIn } from './sensitive.ts'

test.each([
  ['客户糖尿病史十年，对青霉素有过敏史', ['health']],
  ['上周确诊，正在住院治疗', ['health']],
  ['糖尿病试纸有限公司采购', []],
  ['肿瘤医院李主任', []],
  ['祝身体健康，合作愉快', []],
  ['客户信佛，送礼忌荤', ['religion']],
  ['宗教信仰：基督教', ['religion']],
  ['信教育培训行业', []],
  ['清真饮食，请安排', ['religion']],
  ['已录入指纹和人脸照', ['biometric']],
  ['采购指纹锁 200 把', []],
  ['人脸识别系统报价', []],
  ['定位轨迹 116.397428, 39.90923', ['whereabouts']],
  ['有入住记录', ['whereabouts']],
  ['尺寸 120.5000,40 规格', []],
] as const)('%s', (text, kinds) => expect([...sensitiveIn(text).keys()]).toEqual(kinds))

test('somebody younger than 14 is told from the identity number', () => {
  const text = '小孩的身份证 110105201701015015'
  const found = scanText(text)
  expect(found[0]?.type).toBe('id-card')
  expect(sensitiveIn(text, found, { today: '20261124' }).get('minor')).toBe(1)
  expect(sensitiveIn(text, found, { today: '20321124' }).get('minor')).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { knownHolidays } from './holidays.ts'
import { readNotice } from './notice.ts'

const notice2026 = `国务院办公厅关于2026年部分节假日安排的通知
一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
节假日期间，要妥善安排好值班和安全、保卫等工作。
2025年11月4日`

describe('the yearly notice', () => {
  test('of 2026 is read whole, without a warning, and is what a new company starts with', () => {
    const read = readNotice(notice2026)
    expect(read).toMatchObject({ year: 2026, warnings: [] })
    expect(read.days).toHaveLength(39)
    expect(read.days).toEqual(knownHolidays(2026))
  })

  test('a range over the end of a month or a year, and weekdays written in full', () => {
    const { days } = readNotice(
      '2024年元旦：2023年12月30日至2024年1月1日放假，共3天。\n五一：4月29日至5月3日放假调休，共5天。4月23日（星期日）上班。',
      2023,
    )
    expect(days.map((one) => one.day)).toEqual([
      '2023-12-30', '2023-12-31', '2024-01-01', '2024-04-23', '2024-04-29', '2024-04-30', '2024-05-01', '2024-05-02', '2024-05-03',
    ]) // prettier-ignore
    expect(days.find((one) => one.day === '2024-04-23')).toMatchObject({ working: true })
  })

  test('what is said in one sentence is read as two things', () => {
    const { days } = readNotice('10月1日至8日放假调休，共8天。9月20日(星期日)、10月10日(星期六)上班', 2026)
    expect(days.filter((one) => one.working).map((one) => one.day)).toEqual(['2026-09-20', '2026-10-10'])
    expect(days.filter((one) => !one.working)).toHaveLength(8)
  })

  test.each([
    ['a count that does not fit', '一、国庆节:10月1日至7日放假,共8天。', /共 8 天/],
    ['a weekday that does not fit', '一、元旦:1月1日(周五)至3日放假,共3天。', /不是星期五/],
    ['a working day named as worked', '一、元旦:1月1日至3日放假,共3天。1月5日上班。', /本来就是工作日/],
  ])('%s is told', (_, text, warning) => {
    expect(
      readNotice(text, 2026)
        .warnings.map((one) => one.zh)
        .join(),
    ).toMatch(warning)
  })

  test.each([
    ['no year anywhere', '一、元旦:1月1日至3日放假。', undefined, 'people.notice-year'],
    ['nothing of the kind', '明天开会，请准时参加。2026年', 2026, 'people.notice-nothing'],
    ['days that are none', '2月30日放假', 2026, 'people.notice-nothing'],
  ])('%s is refused', (_, text, year, code) => {
    expect(() => readNotice(text, year)).toThrow(expect.objectContaining({ code }))
  })
})

/** Words of the State Council's yearly notice on holidays, and of what cannot be read in it. */
export const noticeWords = {
  /** Everything between two semicolons or stops is one statement; a heading such as 一、元旦 names the feast. */
  heading: /^[一二三四五六七八九十]+[、.．]\s*([^:：]{1,12})[:：]/u,
  year: /(20\d{2})\s*年/u,
  range:
    /(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日(?:[（(][^）)]*[）)])?(?:(?:至|到|-|—|~|～)(?:(20\d{2})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(][^）)]*[）)])?)?/gu,
  free: /放假/u,
  count: /共\s*(\d{1,2})\s*天/u,
  work: /上班/u,
  swap: '调休上班',
  weekday: /[（(][^）)]*?(?:周|星期)([一二三四五六日天])[^）)]*[）)]/u,
  weekdays: '日一二三四五六',
} as const

export const noticeWarnings = {
  count: (feast: string, said: number, read: number) => ({
    zh: `${feast}：通知写共 ${said} 天，读出 ${read} 天，请核对`,
    en: `${feast}: the notice says ${said} days, ${read} were read; please check`,
  }),
  weekday: (day: string, said: string) => ({
    zh: `${day} 不是星期${said}，年份或日期可能有误`,
    en: `${day} is not that weekday (${said}); year or date may be wrong`,
  }),
  notWeekend: (day: string) => ({
    zh: `${day} 本来就是工作日，却写作上班，请核对`,
    en: `${day} is an ordinary working day yet named as one; please check`,
  }),
} as const

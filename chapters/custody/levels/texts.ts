/** What people are told about mistakes with rules, settings and terms of levels. */
export const levelMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'custody.rules-many': {
    zh: '规则已有 {most} 条。请先停用不再需要的规则。',
    en: 'There are {most} rules already. Retire those that are no longer needed.',
  },
  'custody.rule-says-nothing': {
    zh: '规则没有任何效果。请选择密级、类别，或勾选“敏感”。',
    en: 'The rule has no effect. Choose a level or a category, or tick “sensitive”.',
  },
  'custody.rule-decided': {
    zh: '这一版本已被确认、否决或被新版本取代。请刷新页面。',
    en: 'This version was confirmed, rejected or replaced. Reload the page.',
  },
  'custody.rule-pattern-empty': { zh: '请填写模式。', en: 'Write a pattern.' },
  'custody.rule-pattern-too-long': {
    zh: '模式过长：展开重复后最多 128 个位置。请缩短，或减小重复次数。',
    en: 'The pattern is too long: at most 128 places once repeats are written out. Shorten it or repeat less.',
  },
  'custody.rule-pattern-unclosed': {
    zh: '第 {at} 个字符处的方括号或花括号没有配对。要匹配括号本身，请在前面加“\\”。',
    en: 'The bracket at character {at} has no partner. To mean the bracket itself, put “\\” before it.',
  },
  'custody.rule-pattern-repeat': {
    zh: '第 {at} 个字符处的重复写法无效。可用 ?、*、+、{n}、{m,n}，次数不超过 64。',
    en: 'The repeat at character {at} cannot be used. There are ?, *, +, {n} and {m,n}, up to 64.',
  },
  'custody.rule-pattern-class': {
    zh: '第 {at} 个字符处的字符集为空或范围颠倒。请写成 [a-z] 这样的形式。',
    en: 'The class at character {at} is empty or runs backwards. Write it like [a-z].',
  },
  'custody.rule-pattern-escape': {
    zh: '第 {at} 个字符处的转义无效。可用 \\d 数字、\\a 字母、\\w 字母或数字、\\s 空白、\\z 汉字。',
    en: 'The escape at character {at} is unknown. There are \\d digit, \\a letter, \\w either, \\s space, \\z Chinese character.',
  },
  'custody.rule-pattern-matches-nothing': {
    zh: '这个模式可以匹配空文本，会命中一切。请至少写一个必须出现的字符。',
    en: 'This pattern matches an empty text, and so everything. Write at least one character that must be there.',
  },
  'custody.level-classify-lower': {
    zh: '定密不能低于现行密级。降低密级请选择“密级变更”或“解密”。',
    en: 'Fixing a level never lowers it. Choose “change” or “end the level” to lower it.',
  },
  'custody.level-declassify-lowest': {
    zh: '解密即降至最低一级。降至其他密级请选择“密级变更”。',
    en: 'Ending a level means the lowest one. Choose “change” for any other.',
  },
  'custody.level-one-term': {
    zh: '保密期限只能填年数，或选长期、公布前中的一种。',
    en: 'The term is either a number of years, or long-term, or until published.',
  },
  'custody.review-refused': {
    zh: '按规定您不能就这一项提出申请。',
    en: 'The rules do not let you apply for this one.',
  },
}

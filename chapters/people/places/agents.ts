/**
 * Which kind of browser on which kind of system a user agent names: `chrome windows`. Versions are left away, so that a
 * browser which updates itself stays the same; what is not known counts as one kind.
 */
export function familyOf(agent: string): string {
  const known = families.get(agent)
  if (known !== undefined) return known
  const family = `${firstOf(browsers, agent)} ${firstOf(systems, agent)}`
  if (families.size > 2000) families.clear()
  families.set(agent, family)
  return family
}

const families = new Map<string, string>()
const firstOf = (kinds: readonly (readonly [string, RegExp])[], agent: string): string =>
  kinds.find(([, shape]) => shape.test(agent))?.[0] ?? 'other'

/** The more special before the more general: nearly all of them say Mozilla, and many say Chrome and Safari. */
const browsers = [
  ['wecom', /wxwork/i],
  ['wechat', /micromessenger/i],
  ['dingtalk', /dingtalk/i],
  ['feishu', /lark|feishu/i],
  ['qq', /qqbrowser/i],
  ['360', /360se|360ee|qihu/i],
  ['edge', /edg(e|a|ios)?\//i],
  ['opera', /opr\/|opera/i],
  ['firefox', /firefox|fxios/i],
  ['chrome', /chrome|crios|chromium/i],
  ['safari', /safari/i],
] as const
const systems = [
  ['android', /android/i],
  ['ios', /iphone|ipad|ipod/i],
  ['windows', /windows/i],
  ['mac', /mac os|macintosh/i],
  ['linux', /linux|x11|cros|harmony/i],
] as const

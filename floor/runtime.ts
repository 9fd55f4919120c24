/**
 * End of support of each Node line, from the release schedule of the Node project. Node asks for a new line every
 * year; add it here when it becomes the recommended one.
 */
const endOfLife: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
  26: '2029-04-30',
}

/** The oldest version the program runs on, as package.json says. */
const oldest = [20, 19] as const

export interface RuntimeWarning {
  /** True: do not start. */
  readonly refuse: boolean
  readonly message: string
}

/**
 * What is to be said about this Node version on that day; undefined when all is well. `version` as in
 * `process.versions.node`. A line that is not in the table yet is newer than this program and passes.
 */
export function runtimeWarning(version: string, today: Date): RuntimeWarning | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  if (!(major > oldest[0] || (major === oldest[0] && minor >= oldest[1])))
    return {
      refuse: true,
      message: `Node ${version} is too old: 20.19 or later is needed / Node ${version} 版本过低，需要 20.19 以上`,
    }
  const end = endOfLife[major]
  if (end === undefined || today.toISOString().slice(0, 10) <= end) return undefined
  return {
    refuse: false,
    message:
      `Node ${major} has had no security updates since ${end}: move to Node 24 / ` +
      `Node ${major} 已于 ${end} 停止安全更新，请升级到 Node 24`,
  }
}

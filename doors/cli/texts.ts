export type Language = 'zh' | 'en'

interface Texts {
  readonly notUnderstood: string
  readonly fault: string
  readonly badPort: string
  firstRun(address: string): string
  imported(rows: number, customers: number, duplicates: number, dryRun: boolean): string
  extraColumn(column: string, purposes: readonly string[]): string
  rowErrors(count: number): string
  more(count: number): string
  exported(out: string, leaves: number, root: string): string
  verified(found: { whole: boolean; leaves: number; root: string; firstBad?: string }): string
  reset(account: { name: string; employeeNo: string; signInName: string; oneTimePassword: string }): string
  noAccount(employeeNo: string): string
  placesOpened(lists: number): string
}

/** What the commands say. */
export const TEXTS: Readonly<Record<Language, Texts>> = {
  zh: {
    notUnderstood: '无法识别的命令',
    fault: '程序出错，以下信息请提供给维护人员：',
    firstRun: (address) => `首次使用，请打开此地址建立公司（24 小时内有效，仅可使用一次）：${address}`,
    badPort: '--port 应为 0 到 65535 的整数。',
    extraColumn: (column, purposes) =>
      `未收入，所选目的不需要：${column}${purposes.length === 0 ? '' : `（${purposes.join('、')}需要）`}`,
    imported: (rows, customers, duplicates, dryRun) =>
      `${dryRun ? '试运行，未导入' : '已导入'}：${rows} 行，客户 ${customers} 个，疑似重复 ${duplicates} 个。`,
    rowErrors: (count) => `有问题的单元格 ${count} 处：`,
    more: (count) => `  ……另有 ${count} 处，可用 --json 查看全部。`,
    exported: (out, leaves, root) => `已导出 ${leaves} 条记录到 ${out}，树根 ${root}`,
    verified: ({ whole, leaves, root, firstBad }) =>
      whole ? `账本完整：${leaves} 条记录，树根 ${root}` : `账本不完整：首个错误 ${firstBad ?? '不明'}`,
    reset: ({ name, employeeNo, signInName, oneTimePassword }) =>
      `已重置 ${name}（工号 ${employeeNo}）的密码，原有登录已全部退出。\n登录名 ${signInName}\n一次性密码 ${oneTimePassword}\n请当面交给本人；密码只显示这一次，首次登录须修改。操作已记入账本。`,
    noAccount: (employeeNo) => `没有工号为 ${employeeNo} 的账号。请核对工号（区分大小写）后重试。`,
    placesOpened: (lists) =>
      `已清除登录规则中的 ${lists} 份网段名单，各角色可从任何地址登录；待确认的规则修改已作废。此操作已记入账本。请登录后重新设置名单。`,
  },
  en: {
    notUnderstood: 'Not understood',
    fault: 'The program failed; please pass this on to whoever maintains it:',
    firstRun: (address) =>
      `First run: open this address to set up the company (valid for 24 hours, once): ${address}`,
    badPort: '--port is a whole number from 0 to 65535.',
    extraColumn: (column, purposes) =>
      `Left out, no chosen purpose needs it: ${column}${purposes.length === 0 ? '' : ` (needed for ${purposes.join(', ')})`}`,
    imported: (rows, customers, duplicates, dryRun) =>
      `${dryRun ? 'Dry run, nothing imported' : 'Imported'}: ${rows} rows, ${customers} customers, ${duplicates} possible duplicates.`,
    rowErrors: (count) => `${count} cells with a problem:`,
    more: (count) => `  … and ${count} more; --json shows all.`,
    exported: (out, leaves, root) => `${leaves} entries exported to ${out}, root ${root}`,
    verified: ({ whole, leaves, root, firstBad }) =>
      whole
        ? `The ledger is whole: ${leaves} entries, root ${root}`
        : `The ledger is not whole: first error ${firstBad ?? 'unknown'}`,
    reset: ({ name, employeeNo, signInName, oneTimePassword }) =>
      `The password of ${name} (${employeeNo}) has been reset and every session ended.\nSign-in name ${signInName}\nOne-time password ${oneTimePassword}\nHand it over in person; it is shown this once and has to be changed at the first sign-in. The ledger says that it happened.`,
    noAccount: (employeeNo) =>
      `Nobody with an account has the employee number ${employeeNo}. Check the number (upper and lower case count) and try again.`,
    placesOpened: (lists) =>
      `Cleared ${lists} lists of networks in the rules of sign-in: everybody may sign in from anywhere, and a change that waited is dropped. The ledger says that it happened. Sign in and lay the lists down anew.`,
  },
}

/** The help page. */
export const HELP: Readonly<Record<Language, string>> = {
  zh: `密封 Mifeng

用法：mifeng 命令 [选项]

  serve [--demo] [--port P] [--host H]   启动服务;--demo 使用演示公司
  import 文件 [--dry-run] [--json]       导入 .xlsx 或 CSV;--dry-run 只检查不导入
  ledger export 输出文件 [--json]        导出全部账本，供离线核验
  ledger verify [--json]                 核验本机账本
  ledger key                             打印账本的公钥
  account reset 工号 [--json]            重置账号密码，打印一次性密码（服务运行时也可使用）
  places open                            网段名单把人都挡在外面时，清除全部名单（服务运行时也可使用）

通用选项:--data 文件夹   --lang zh|en   --help
退出码：0 完成  1 核验不通过  2 命令有误  3 输入有误  70 程序出错`,
  en: `Mifeng 密封

Usage: mifeng COMMAND [OPTIONS]

  serve [--demo] [--port P] [--host H]   start the server; --demo opens the demo company
  import FILE [--dry-run] [--json]       import .xlsx or CSV; --dry-run only checks
  ledger export OUT [--json]             export the whole ledger for offline verification
  ledger verify [--json]                 verify the ledger on this machine
  ledger key                             print the ledger's public key
  account reset EMPLOYEE_NO [--json]     reset a password and print a one-time one, also beside a running server
  places open                            clear every list of networks when they shut everybody out, also beside a running server

Everywhere: --data FOLDER   --lang zh|en   --help
Exit codes: 0 done  1 not whole  2 not understood  3 wrong input  70 our fault`,
}

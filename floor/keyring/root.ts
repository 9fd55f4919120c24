import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from '../database/index.ts'
import type { Database, Reader } from '../database/index.ts'
import { expand } from './derive.ts'
import { RootKeyRefused } from './faults.ts'

export type RootKeyKind = 'file' | 'passphrase' | 'shares' | 'kms'

/** What the database remembers of the first start. */
export interface RootStart {
  /** True while no root key belongs to this database yet: only then may a source make one. */
  readonly first: boolean
  /** 32 bytes, kept beside the check value; public. */
  readonly salt: Buffer
}

/**
 * Where the root key comes from. The seam for later kinds: `shares` (m-of-n custodian shares) asks m people for their
 * parts, `kms` (KMS, OpenBao, PKCS#11) has a wrapped root unwrapped outside. A source returns 32 bytes that the
 * keyring takes over and wipes; it keeps no copy, and it throws RootKeyRefused rather than make a second root.
 */
export interface RootKeySource {
  readonly kind: RootKeyKind
  load(start: RootStart): Promise<Buffer>
}

const rootBytes = 32
const keyFileForm = /^[0-9a-f]{64}\n?$/

/**
 * The root key in a file of mode 0600, as 64 hexadecimal digits. The default, made at first start; `warn` is told
 * at each start, because whoever copies the disk has the key and the data.
 */
export function keyFile(path: string, warn: (message: string) => void): RootKeySource {
  return {
    kind: 'file',
    async load(start) {
      const present = await exists(path)
      if (!present && !start.first)
        throw new RootKeyRefused(
          `the key file ${path} is missing; put it back from its backup, a new one cannot open the data / ` +
            `密钥文件 ${path} 不存在；请从备份恢复，新建的密钥无法打开已有数据`,
        )
      if (!present) await makeKeyFile(path)
      const root = await readKeyFile(path)
      warn(
        `the root key lies in ${path} beside the data: copy it to a safe place now, and consider a passphrase / ` +
          `根密钥保存在 ${path}，与数据同机：请立即另行备份，并考虑改用口令`,
      )
      return root
    },
  }
}

const exists = async (path: string): Promise<boolean> =>
  await stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

/** Written beside its place and then linked there, so that it is whole or absent, and never replaces another key. */
async function makeKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(rootBytes).toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(temporary, path)
  } finally {
    await unlink(temporary)
  }
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function readKeyFile(path: string): Promise<Buffer> {
  const found = await stat(path)
  if (!found.isFile() || (process.platform !== 'win32' && (found.mode & 0o077) !== 0))
    throw new RootKeyRefused(
      `the key file ${path} must be a plain file that only its owner can read: chmod 600 / ` +
        `密钥文件 ${path} 只能由所有者读取：请执行 chmod 600`,
    )
  const text = await readFile(path)
  try {
    if (!keyFileForm.test(text.toString('latin1')))
      throw new RootKeyRefused(
        `the key file ${path} does not hold 64 hexadecimal digits / 密钥文件 ${path} 内容不是 64 位十六进制数`,
      )
    return Buffer.from(text.toString('latin1', 0, 64), 'hex')
  } finally {
    text.fill(0)
  }
}

/** RFC 7914; 128 MiB and about 0.4 s, once per start. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
const shortestPassphrase = 12

/** The root key from a passphrase, by scrypt with the stored salt. Throws RootKeyRefused when it is too short. */
export function passphrase(text: string): RootKeySource {
  if (text.length < shortestPassphrase)
    throw new RootKeyRefused(
      `the passphrase of the root key has fewer than ${shortestPassphrase} characters / ` +
        `根密钥口令少于 ${shortestPassphrase} 个字符`,
    )
  return {
    kind: 'passphrase',
    load: (start) =>
      new Promise((resolve, reject) => {
        // NFC: the same passphrase typed on another keyboard may arrive decomposed.
        scrypt(text.normalize('NFC'), start.salt, rootBytes, cost, (error, key) =>
          error === null ? resolve(key) : reject(error),
        )
      }),
  }
}

interface StoredCheck {
  readonly salt: Buffer | null
  readonly check_value: Buffer
  readonly kind: RootKeyKind
}

const stored = async (r: Reader): Promise<StoredCheck | undefined> =>
  await r.row<StoredCheck>(sql`select salt, check_value, kind from keyring.root_check where id = 1`)

/** A public value that only this root gives: also the fingerprint by which backups of keys and data are matched. */
export const checkValue = (root: Buffer): Buffer => expand('sha256', root, 'mifeng root/check', rootBytes)

const kindNames: Record<RootKeyKind, string> = {
  file: 'a key file (密钥文件)',
  passphrase: 'a passphrase (口令)',
  shares: 'custodian shares (密钥分片)',
  kms: 'a key service (密钥服务)',
}

/**
 * Gets the root key from its source and makes sure that it is the one this database was sealed under; at first start
 * its check value is remembered. Throws RootKeyRefused for another kind of source, a wrong passphrase or wrong file.
 */
export async function unlockRoot(db: Database, source: RootKeySource): Promise<Buffer> {
  const before = await db.read(stored)
  if (before !== undefined && before.kind !== source.kind)
    throw new RootKeyRefused(
      `this database was sealed under ${kindNames[before.kind]}, but ${kindNames[source.kind]} is configured / ` +
        `本数据库使用${kindNames[before.kind]}密封，当前配置为${kindNames[source.kind]}`,
    )
  const salt = before?.salt ?? randomBytes(32)
  const root = await source.load({ first: before === undefined, salt })
  const check = checkValue(root)
  const after = await db.transact(async (w) => {
    await w.run(sql`insert into keyring.root_check (salt, check_value, kind)
      values (${salt}, ${check}, ${source.kind}) on conflict do nothing`)
    return await stored(w)
  })
  if (after !== undefined && timingSafeEqual(after.check_value, check)) return root
  root.fill(0)
  throw new RootKeyRefused(
    source.kind === 'passphrase'
      ? 'the passphrase is not the one this database was sealed under / 口令错误：与本数据库密封时不一致'
      : 'the root key is not the one this database was sealed under / 根密钥与本数据库密封时不一致',
  )
}

/** Refuses a root that does not belong to this database; used by the keyring whatever the way the root came. */
export async function requireSameRoot(db: Database, root: Buffer): Promise<void> {
  const known = await db.read(stored)
  if (known === undefined)
    throw new RootKeyRefused('the root key was not unlocked for this database: call unlockRoot')
  if (!timingSafeEqual(known.check_value, checkValue(root)))
    throw new RootKeyRefused(
      'the root key is not the one this database was sealed under / 根密钥与本数据库密封时不一致',
    )
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = '/usr/sbin/slapd'
const base = 'dc=qingshi,dc=cn'

export interface Directory {
  /** `ldap://127.0.0.1:port`, without TLS until StartTLS. */
  readonly plainUrl: string
  readonly secureUrl: string
  readonly baseDn: string
  readonly bindDn: string
  readonly bindPassword: string
  /** The certificate that its server shows, PEM; it is its own authority. */
  readonly ca: string
  stop(): Promise<void>
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/**
 * Starts OpenLDAP on a folder of its own with these entries (LDIF below dc=qingshi,dc=cn), on loopback, as whoever runs
 * the test: nothing of the machine's own directory is touched.
 */
export async function startDirectory(
  entries: string,
  tls: { readonly cert: string; readonly key: string },
): Promise<Directory> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-slapd-'))
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(join(folder, 'cert.pem'), tls.cert)
  writeFileSync(join(folder, 'key.pem'), tls.key, { mode: 0o600 })
  const [plain, secure] = [await freePort(), await freePort()]
  writeFileSync(join(folder, 'slapd.conf'), configuration(folder, data))
  writeFileSync(join(folder, 'entries.ldif'), `${root}\n${entries}`)
  run('/usr/sbin/slapadd', ['-f', join(folder, 'slapd.conf'), '-l', join(folder, 'entries.ldif')])
  const urls = `ldap://127.0.0.1:${plain}/ ldaps://127.0.0.1:${secure}/`
  // Given a debug level it stays in the foreground, so that it ends with us.
  const child = spawn(program, ['-f', join(folder, 'slapd.conf'), '-h', urls, '-d', '0'], { stdio: 'ignore' })
  await answering(child, plain)
  return {
    plainUrl: `ldap://localhost:${plain}`,
    secureUrl: `ldaps://localhost:${secure}`,
    baseDn: base,
    bindDn: `cn=reader,${base}`,
    bindPassword: 'reader-password',
    ca: tls.cert,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const configuration = (folder: string, data: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile ${folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix "${base}"
rootdn "cn=admin,${base}"
directory ${data}
maxsize 16777216
sizelimit unlimited
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=reader,${base}" read by users read by * auth
`
const root = `dn: ${base}
objectClass: dcObject
objectClass: organization
o: 青石贸易
dc: qingshi

dn: cn=reader,${base}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: reader-password
`

function run(command: string, parameters: string[]): void {
  const done = spawnSync(command, parameters, { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr}`)
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('slapd does not answer')
}

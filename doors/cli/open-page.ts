import { spawn } from 'node:child_process'

/** The program that opens an address on this desktop; undefined where nobody sits before a desktop. */
export function openerOf(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  interactive: boolean,
): readonly string[] | undefined {
  if (!interactive || environment['CI'] !== undefined) return undefined
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '']
  const desktop = environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'] ?? ''
  return desktop === '' ? undefined : ['xdg-open']
}

/** Opens the address in the person's browser when there is one; the address was printed in any case. */
export function openPage(address: string): void {
  const opener = openerOf(process.platform, process.env, process.stdout.isTTY)
  if (opener === undefined) return
  const child = spawn(opener[0]!, [...opener.slice(1), address], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

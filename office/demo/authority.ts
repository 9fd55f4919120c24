import { isRefusal } from '../../floor/errors.ts'
import type { Chapters } from '../../office.ts'
import type { Cast } from './cast.ts'

/** The security administrator wants to narrow the matrix; it waits for another administrator. */
export async function tellAuthority({ people }: Chapters, cast: Cast): Promise<void> {
  const security = cast.who('A002')
  const { version, roles } = await people.authority(security)
  const narrowed = roles.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => {
      const kept = one.role === 'archivist' || one.role === 'general-manager'
      const taken =
        cell.category === 'technical' || cell.category === 'trade-secret' ? ['copy', 'export'] : []
      return kept ? cell : { ...cell, verbs: cell.verbs.filter((verb) => !taken.includes(verb)) }
    }),
  }))
  const answer = await people.proposeAuthority(security, {
    base: version,
    replaces: null,
    roles: narrowed,
    reason: '技术信息和商业秘密只由资料管理员和总经理复制、导出',
  })
  if (isRefusal(answer))
    throw new Error(`the demo company could not propose a matrix: ${answer.because.join()}`)
}

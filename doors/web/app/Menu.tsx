import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { NavLink } from 'react-router'
import { CountBadge } from '../ui/CountBadge.tsx'
import { usePages } from '../ui/page.ts'
import { useSession } from '../ui/session.ts'
import { useStored } from '../ui/stored.ts'
import { useText } from '../ui/text.ts'
import { menuFor, type MenuPage } from './menu-for.ts'

function Entry({ page, folded }: { page: MenuPage; folded: boolean }) {
  const t = useText()
  const { counts } = useSession()
  const { labelKey, icon: Icon, badge } = page.menu
  // An entry with another below it in the menu is the present one only on its own page.
  const pages = usePages()
  const end =
    page.path === '/' || pages.some((one) => one.menu !== undefined && one.path.startsWith(`${page.path}/`))
  const link = (
    <NavLink to={page.path} end={end} aria-label={folded ? t(labelKey) : undefined}>
      <span aria-hidden="true">
        <Icon />
      </span>
      {!folded && <span className="label">{t(labelKey)}</span>}
      {badge !== undefined && <CountBadge count={counts[badge]} />}
    </NavLink>
  )
  return (
    <li>
      {folded ? (
        <Tooltip title={t(labelKey)} placement="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  )
}

/** The left menu by chapter of the rule book. */
export function Menu({ folded }: { folded: boolean }) {
  const t = useText()
  const { person } = useSession()
  const [closed, setClosed] = useStored<string[]>('menu.closed', [])
  const groups = menuFor(usePages(), person?.roles ?? [])
  return (
    <nav aria-label={t('shell.menu')}>
      {groups.map(({ section, entries }) => {
        const open = folded || !closed.includes(section)
        return (
          <div key={section} className="menu-section">
            {!folded && section !== 'home' && (
              <button
                type="button"
                aria-expanded={open}
                onClick={() =>
                  setClosed(open ? [...closed, section] : closed.filter((one) => one !== section))
                }
              >
                {t(`shell.section.${section}`)}
                {open ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
              </button>
            )}
            {open && (
              <ul>
                {entries.map((page) => (
                  <Entry key={page.path} page={page} folded={folded} />
                ))}
              </ul>
            )}
          </div>
        )
      })}
    </nav>
  )
}

import { Modal } from 'antd'
import { mayOpen, usePages } from '../ui/page.ts'
import { useSession } from '../ui/session.ts'
import { useText } from '../ui/text.ts'

/** The list of keyboard shortcuts. */
export function ShortcutHelp(props: { open: boolean; search: boolean; onClose: () => void }) {
  const { open, search, onClose } = props
  const t = useText()
  const { person } = useSession()
  const pages = usePages().filter((page) => mayOpen(page, person?.roles ?? []))
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('shell.shortcuts')} width={420}>
      <dl className="shortcut-list">
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t('shell.shortcut.help')}</dd>
        {search && (
          <>
            <dt>
              <kbd>Ctrl</kbd> <kbd>K</kbd>
            </dt>
            <dd>{t('shell.shortcut.search')}</dd>
          </>
        )}
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>{t('shell.shortcut.filter')}</dd>
        <dt>
          <kbd>j</kbd> <kbd>k</kbd>
        </dt>
        <dd>{t('shell.shortcut.rows')}</dd>
        {pages.flatMap(({ path, menu }) =>
          menu?.shortcut === undefined
            ? []
            : [
                <dt key={`${path} key`}>
                  {t('shell.shortcut.then', { first: 'g', second: menu.shortcut })}
                </dt>,
                <dd key={path}>{t(menu.labelKey)}</dd>,
              ],
        )}
      </dl>
    </Modal>
  )
}

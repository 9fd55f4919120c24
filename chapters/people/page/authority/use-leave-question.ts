import { App } from 'antd'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useAuthorityWords } from './words.ts'

/** Asks before a change that was not proposed is lost: by a link within the program, or by closing the tab. */
export function useLeaveQuestion(changes: number): void {
  const { t } = useAuthorityWords()
  const { modal } = App.useApp()
  const navigate = useNavigate()
  useEffect(() => {
    if (changes === 0) return undefined
    const closing = (event: BeforeUnloadEvent): void => event.preventDefault()
    const following = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      const href = link?.getAttribute('href')
      if (href === undefined || href === null || !href.startsWith('/')) return
      event.preventDefault()
      event.stopPropagation()
      modal.confirm({
        title: t('people.authority.leaveTitle'),
        content: t('people.authority.leaveText', { count: changes }),
        okText: t('people.authority.leave'),
        cancelText: t('people.authority.stay'),
        onOk: () => void navigate(href),
      })
    }
    window.addEventListener('beforeunload', closing)
    document.addEventListener('click', following, true)
    return () => {
      window.removeEventListener('beforeunload', closing)
      document.removeEventListener('click', following, true)
    }
  }, [changes, modal, navigate, t])
}

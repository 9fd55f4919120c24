import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link, useLocation, useNavigate } from 'react-router'
import { useOpenFiles } from '../ui/open-files.ts'
import { useText } from '../ui/text.ts'

/** Tabs of the open customer files. */
export function FileTabs() {
  const t = useText()
  const { files, close } = useOpenFiles()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  if (files.length === 0) return null
  return (
    <nav className="file-tabs" aria-label={t('shell.files')}>
      {files.map((file) => {
        const address = `/customers/${file.id}`
        const current = pathname === address
        const label = file.name === undefined ? file.fileNo : `${file.fileNo} ${file.name}`
        return (
          <span key={file.id} className={current ? 'file-tab current' : 'file-tab'}>
            <Link to={address} aria-current={current ? 'page' : undefined}>
              {label}
            </Link>
            <Button
              type="text"
              size="small"
              aria-label={t('shell.closeFile', { file: file.fileNo })}
              icon={<CloseOutlined />}
              onClick={() => {
                close(file.id)
                if (current) void navigate('/customers')
              }}
            />
          </span>
        )
      })}
    </nav>
  )
}

import { Button, type ButtonProps } from 'antd'
import { useHref, useNavigate } from 'react-router'

/** A button that leads to a page of the program: one link for mouse, keyboard and reading aloud. */
export function LinkButton({ to, ...rest }: Omit<ButtonProps, 'href' | 'onClick'> & { to: string }) {
  const navigate = useNavigate()
  const href = useHref(to)
  return (
    <Button
      {...rest}
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        void navigate(to)
      }}
    />
  )
}

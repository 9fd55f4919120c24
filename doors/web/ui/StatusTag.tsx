import {
  CheckOutlined,
  ClockCircleOutlined,
  CloseOutlined,
  ExclamationOutlined,
  StopOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'waiting' | 'good' | 'warning' | 'bad' | 'ended'

const icons: Record<Tone, ReactNode> = {
  neutral: <span className="dot" />,
  waiting: <ClockCircleOutlined />,
  good: <CheckOutlined />,
  warning: <ExclamationOutlined />,
  bad: <CloseOutlined />,
  ended: <StopOutlined />,
}

/** A state: word, colour and sign. */
export function StatusTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`status-tag ${tone}`}>
      <span aria-hidden="true">{icons[tone]}</span>
      {children}
    </span>
  )
}

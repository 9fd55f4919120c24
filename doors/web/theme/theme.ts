import { theme, type ThemeConfig } from 'antd'
import { darkColours, lightColours, type Colours } from './colours.ts'

export type Look = 'light' | 'dark'

const fontFamily =
  'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
const fontFamilyCode = 'ui-monospace, "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, monospace'

export const coloursOf = (look: Look): Colours => (look === 'dark' ? darkColours : lightColours)

/** The antd theme: compact, squarish, no colour that means nothing. */
export function themeFor(look: Look): ThemeConfig {
  const c = coloursOf(look)
  const base = look === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm
  return {
    algorithm: [base, theme.compactAlgorithm],
    token: {
      colorPrimary: look === 'dark' ? '#4f86c6' : c.blue,
      colorInfo: look === 'dark' ? '#4f86c6' : c.blue,
      colorLink: c.blue,
      colorError: look === 'dark' ? '#d9543b' : c.vermilion,
      colorWarning: look === 'dark' ? '#d9a13f' : '#a06a00',
      colorSuccess: look === 'dark' ? '#4f9e70' : c.green,
      colorText: c.ink,
      colorTextSecondary: c.softInk,
      colorTextDescription: c.softInk,
      colorTextPlaceholder: look === 'dark' ? '#8e949d' : '#6b717b',
      colorBgLayout: c.paper,
      colorBgContainer: c.sheet,
      colorBorder: look === 'dark' ? '#4a515b' : '#c9c5ba',
      colorBorderSecondary: c.line,
      borderRadius: 3,
      fontFamily,
      fontFamilyCode,
      fontSize: 14,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      wireframe: false,
    },
    components: {
      Table: { headerBg: look === 'dark' ? '#23282e' : '#f2f0ea', cellPaddingBlockSM: 6 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
    },
  }
}

/** The nonce of this response, for the style elements antd adds. */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  const nonce = meta?.nonce || meta?.getAttribute('nonce')
  return nonce === null || nonce === '' ? undefined : nonce
}

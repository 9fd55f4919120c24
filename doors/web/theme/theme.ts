import { theme, type ThemeConfig } from 'antd'
import { darkColours, lightColours, type Colours } from './colours.ts'

export type Look = 'light' | 'dark'

const fontFamily =
  'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
const fontFamilyCode = 'ui-monospace, "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, monospace'

export const coloursOf = (look: Look): Colours => (look === 'dark' ? darkColours : lightColours)

/** antd derives the pale tones of such dark colours as greys; these keep their hue. The dark look's are derived well. */
const paleTones = {
  colorPrimaryBg: '#e4ebf3',
  colorPrimaryBgHover: '#d9e3ee',
  colorPrimaryBorder: '#a9c2dc',
  colorInfoBg: '#eaf1f8',
  colorInfoBgHover: '#dfe9f4',
  colorInfoBorder: '#a9c2dc',
  colorSuccessBg: '#e9f3ec',
  colorSuccessBgHover: '#dcece1',
  colorSuccessBorder: '#a9cdb6',
  colorWarningBg: '#fbf4e2',
  colorWarningBgHover: '#f6ebcd',
  colorWarningBorder: '#e0c68b',
} as const

/** The antd theme: dense (antd's own compact makes 12 px of 14), squarish, no colour that means nothing. */
export function themeFor(look: Look): ThemeConfig {
  const c = coloursOf(look)
  const base = look === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm
  return {
    algorithm: base,
    token: {
      colorPrimary: look === 'dark' ? '#4f86c6' : c.blue,
      colorInfo: look === 'dark' ? '#4f86c6' : c.blue,
      colorLink: c.blue,
      colorError: look === 'dark' ? '#ef7a63' : c.vermilion,
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
      sizeStep: 3,
      paddingXXS: 4,
      marginXXS: 4,
      controlHeight: 30,
      controlItemBgActive: look === 'dark' ? '#26384d' : '#e4ebf3',
      controlItemBgActiveHover: look === 'dark' ? '#2c4159' : '#d9e3ee',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      wireframe: false,
      ...(look === 'dark' ? {} : paleTones),
    },
    components: {
      Table: {
        headerBg: look === 'dark' ? '#23282e' : '#f2f0ea',
        cellPaddingBlockSM: 6,
        rowSelectedBg: look === 'dark' ? '#26384d' : '#e9eff6',
        rowSelectedHoverBg: look === 'dark' ? '#2c4159' : '#dfe8f2',
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
    },
  }
}

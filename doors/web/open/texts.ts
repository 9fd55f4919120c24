/** Words of the frame around the open pages. */
export const frameTexts = {
  zh: {
    'open.language': 'English',
    'open.main': '跳到正文',
    'open.loading': '正在打开…',
    'open.missing.title': '没有这个页面',
    'open.missing.text': '请核对网址或二维码，或与提供网址的单位联系。',
    'open.broken.title': '页面出了问题',
    'open.broken.text': '请重新打开本页。如果问题仍在，请与提供网址的单位联系。',
    'open.offline': '没有连上服务器。请检查网络后再试，已填的内容不会丢失。',
    'open.fault': '服务器暂时无法处理，请稍后再试。已填的内容不会丢失。',
    'open.foot': '本页由密封系统提供：不使用 Cookie，不含第三方内容。',
  },
  en: {
    'open.language': '中文',
    'open.main': 'Skip to the content',
    'open.loading': 'Opening…',
    'open.missing.title': 'There is no such page',
    'open.missing.text': 'Check the address or the QR code, or ask the company that gave it to you.',
    'open.broken.title': 'Something went wrong with this page',
    'open.broken.text':
      'Open the page again. If that does not help, ask the company that gave you the address.',
    'open.offline': 'The server was not reached. Check the network and try again; what you typed is kept.',
    'open.fault': 'The server cannot handle this just now; try again later. What you typed is kept.',
    'open.foot': 'This page is served by Mifeng: no cookies, nothing from third parties.',
  },
}

/** What people are told about documents that cannot be taken, shown or read. */
export const documentMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'custody.attachment-kind': {
    zh: '不支持这种文件。可上传 PDF、图片、Office 文档、邮件（eml）、录音录像和纯文本；不接受程序、脚本、网页和压缩包。文件类型按内容判断，改扩展名无效。',
    en: 'This kind of file is not kept. PDF, pictures, office documents, mails (eml), recordings and plain text are; programs, scripts, web pages and archives are not. The content decides, not the ending of the name.',
  },
  'custody.attachment-polyglot': {
    zh: '文件同时是另一种文件（末尾藏有压缩包），已拒收。请用原软件打开后另存为新文件再上传。',
    en: 'The file is two kinds at once (an archive is hidden at its end) and was refused. Open it and save it as a new file.',
  },
  'custody.attachment-bomb': {
    zh: '文件解压后异常巨大或结构异常（疑似压缩炸弹），已拒收。请用原软件打开后另存为新文件再上传。',
    en: 'The file would unpack to an abnormal size, or is built abnormally (like a zip bomb), and was refused. Open it and save it as a new file.',
  },
  'custody.attachment-entities': {
    zh: '文件内含 XML 实体或文档类型声明，正常的 Office 文件没有这些内容，已拒收。请另存为新文件再上传。',
    en: 'The file declares XML entities, which no proper office document does, and was refused. Save it as a new file.',
  },
  'custody.attachment-unsafe-path': {
    zh: '文件内部的路径异常（重名或指向外部），已拒收。请另存为新文件再上传。',
    en: 'Names inside the file lead out of it or occur twice, and it was refused. Save it as a new file.',
  },
  'custody.attachment-damaged': {
    zh: '文件为空或已损坏。请确认能正常打开后重新上传。',
    en: 'The file is empty or damaged. See that it opens, and upload it again.',
  },
  'custody.attachment-encrypted': {
    zh: '文件设有密码，无法检查内容。请取消密码后上传；入档后由系统加密保存。',
    en: 'The file is locked by a password, so it cannot be looked through. Remove the password; it is sealed here anyway.',
  },
  'custody.attachment-macros': {
    zh: '文件含有宏或脚本，按本单位设置不予接收。请另存为不含宏的格式（如 .docx、.xlsx）或打印为 PDF 后上传。',
    en: 'The file contains macros or scripts, which this company does not take. Save it without macros (.docx, .xlsx), or as a PDF.',
  },
  'custody.attachment-infected': {
    zh: '病毒扫描发现恶意内容，文件未保存。请勿再打开本地文件，并通知系统管理员。',
    en: 'The virus scanner found something harmful; nothing was kept. Do not open your copy, and tell the system administrator.',
  },
  'custody.scanner-down': {
    zh: '病毒扫描服务无法连接，暂不接收新文件。请稍后再试，或通知系统管理员检查扫描服务。',
    en: 'The virus scanner cannot be reached, so nothing is taken at present. Try again later, or tell the system administrator.',
  },
  'custody.no-space': {
    zh: '服务器磁盘空间不足，文件未保存。请通知系统管理员清理后重试。',
    en: 'The server has no room left; nothing was kept. Tell the system administrator, and try again.',
  },
  'custody.uploads-open': {
    zh: '您已有 {most} 个上传正在进行。请等待完成或先取消其中一个。',
    en: 'You have {most} uploads under way. Wait for one to end, or cancel one.',
  },
  'custody.upload-over': {
    zh: '这个上传已经结束。请重新选择文件上传。',
    en: 'This upload is over. Choose the file again.',
  },
  'custody.upload-part-size': {
    zh: '分片大小不对，应为 {due} 字节。请重新上传。',
    en: 'The part has the wrong size; it should have {due} bytes. Send it again.',
  },
  'custody.upload-differs': {
    zh: '续传的内容与先前上传的不一致，文件可能已被修改。请取消后重新上传。',
    en: 'What is sent now differs from what was sent before; the file may have changed. Cancel, and begin anew.',
  },
  'custody.upload-incomplete': {
    zh: '还有 {missing} 个分片没有收到。请继续上传。',
    en: '{missing} parts have not arrived. Go on sending.',
  },
  'custody.preview-kind': {
    zh: '这种文件不能在线预览。如确需查看，请申请下载原件。',
    en: 'This kind of file has no preview. Apply for the original where it is needed.',
  },
  'custody.preview-damaged': {
    zh: '文件已损坏或格式不规范，无法生成预览。',
    en: 'The file is damaged or irregular; no preview can be made of it.',
  },
  'custody.preview-locked': {
    zh: '文件设有打开密码，无法预览。请联系上传人取消密码后重新上传。',
    en: 'The file is locked by a password. Ask whoever added it to add one without.',
  },
  'custody.preview-bomb': {
    zh: '文件展开后异常巨大（疑似炸弹），已停止处理。',
    en: 'The file would unpack to an abnormal size; work on it was stopped.',
  },
  'custody.preview-flood': {
    zh: '图片像素过大，超出预览上限。请上传较小的图片。',
    en: 'The picture has more pixels than a preview takes. Add a smaller one.',
  },
  'custody.preview-too-big': {
    zh: '处理这份文件需要的内存超出上限，无法预览。',
    en: 'The file needs more memory than a preview may take.',
  },
  'custody.preview-too-slow': {
    zh: '处理这份文件用时过长，已停止。请稍后再试，或申请原件。',
    en: 'The file took too long and was stopped. Try again later, or apply for the original.',
  },
  'custody.preview-no-page': { zh: '没有这一页。', en: 'There is no such page.' },
  'custody.preview-busy': {
    zh: '预览请求过多，请稍后再试。',
    en: 'Too many previews are being made. Try again in a moment.',
  },
  'custody.preview-over': {
    zh: '这次预览已经结束。请关闭后重新打开并说明用途。',
    en: 'This preview is over. Close it, and open it again with its purpose.',
  },
  'custody.not-flagged': {
    zh: '这份附件没有待处理的定密提示，可能已由他人处理。请刷新。',
    en: 'Nothing is to be settled about this attachment; somebody may have done so. Reload.',
  },
  'custody.not-failed': {
    zh: '这份附件没有失败的处理任务。请刷新。',
    en: 'No work on this attachment has failed. Reload.',
  },
}

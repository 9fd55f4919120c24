/** What other systems are told; `{name}` is filled from the mistake's values. */
export const apiMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'collection.deliveries-today': {
    zh: '这个账号今天的 {most} 个客户已用完。请明天再送，或请安全管理员调整限额。',
    en: 'This account has used up its {most} customers for today. Go on tomorrow, or ask the security administrator for more.',
  },
  'collection.idempotency-other': {
    zh: '这个 Idempotency-Key 已用于另一内容。每个新请求请使用新的标识。',
    en: 'This Idempotency-Key was used with other content. Use a new key for each new request.',
  },
  'collection.bulk-key': {
    zh: '批量提交不使用 Idempotency-Key：每行凭自己的编号幂等，可以整批重发。请去掉它。',
    en: 'A bulk takes no Idempotency-Key: each line is idempotent by its own reference, and the whole may be sent again. Leave it out.',
  },
  'collection.bulk-busy': {
    zh: '这个账号有一批正在接收。请等它结束再送下一批。',
    en: 'A bulk of this account is under way. Wait for its end before sending the next.',
  },
  'collection.bulk-shape': {
    zh: '内容应为每行一个客户的 NDJSON，或一个 JSON 数组。',
    en: 'Send NDJSON with one customer a line, or one JSON array.',
  },
  'collection.bulk-long': {
    zh: '一批最多 {most} 个客户，其余没有处理。请分几批发送。',
    en: 'A bulk holds {most} customers at most; the rest was not looked at. Send it in several bulks.',
  },
  'collection.line-long': {
    zh: '一个客户的内容超过 {bytes} 字节，从这里起没有处理。',
    en: 'One customer takes more than {bytes} bytes; nothing from here on was looked at.',
  },
  'collection.line-unreadable': {
    zh: '这一行不是有效的 JSON。请检查编码（UTF-8）和格式。',
    en: 'This line is no valid JSON. Check its encoding (UTF-8) and form.',
  },
  'collection.line-shape': {
    zh: '这一行不符合要求（{problem}）。请对照接口说明检查标出的项目。',
    en: 'This line is not as required ({problem}). Check the marked field against the description of the API.',
  },
  'collection.line-fault': {
    zh: '这一行因程序故障没有处理。请稍后重发，重复发送不会产生重复客户。',
    en: 'This line was not handled because of a fault of ours. Send it again later; sending twice makes no second customer.',
  },
  'collection.no-reference': {
    zh: '没有这个编号或令牌。',
    en: 'There is no such reference or token.',
  },
  'collection.no-delivery-system': {
    zh: '没有找到这个系统，或它没有推送过资料。',
    en: 'There is no such system, or it has not delivered anything.',
  },
}

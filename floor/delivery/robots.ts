import { createHmac } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { DeliveryFailed } from './failure.ts'
import { type CallOptions, mustBeTaken, postJson } from './http.ts'
import { type Message, plainText } from './message.ts'

/** Group robots: whoever knows the address may post into the group, so the address is a secret like the signing key. */
export interface Robot {
  readonly kind: 'wecom-robot' | 'dingtalk-robot' | 'feishu-robot'
  readonly url: string
  /** The key of 加签 / 签名校验; 企业微信 has none. */
  readonly signKey?: string
}

/** 企业微信: at most 2,048 bytes of text; DingTalk and Feishu allow more. */
const mostTextBytes = 2_000

/** Cuts to a number of bytes of UTF-8 without cutting a character. */
export function cutToBytes(text: string, most: number): string {
  let [size, cut] = [0, '']
  for (const sign of text) {
    size += Buffer.byteLength(sign)
    if (size > most) return cut
    cut += sign
  }
  return cut
}

/**
 * DingTalk 自定义机器人 加签: base64(HMAC-SHA256(key, `timestamp\nkey`)), timestamp in milliseconds, both in the query
 * (open.dingtalk.com, "自定义机器人安全设置").
 */
export function dingTalkSignature(key: string, milliseconds: number): string {
  return createHmac('sha256', key).update(`${milliseconds}\n${key}`).digest('base64')
}

/**
 * Feishu 自定义机器人 签名校验: base64(HMAC-SHA256(`timestamp\nkey`, empty)), timestamp in seconds, both in the body. The
 * text to sign is the key here, unlike DingTalk (open.feishu.cn, "自定义机器人使用指南").
 */
export function feishuSignature(key: string, seconds: number): string {
  return createHmac('sha256', `${seconds}\n${key}`).update('').digest('base64')
}

/**
 * Posts one message into the robot's group.
 * @throws DeliveryFailed `wecom-93000`, `dingtalk-310000`, `feishu-19021`, `http-…`, and what `call` throws
 */
export async function sendToRobot(
  robot: Robot,
  message: Message,
  options: CallOptions & { readonly clock: Clock },
): Promise<void> {
  const text = cutToBytes(plainText(message), mostTextBytes)
  const now = options.clock.now().getTime()
  const key = robot.signKey === undefined || robot.signKey === '' ? undefined : robot.signKey
  if (robot.kind === 'feishu-robot') {
    const seconds = Math.floor(now / 1000)
    const signed =
      key === undefined ? {} : { timestamp: String(seconds), sign: feishuSignature(key, seconds) }
    const body = { ...signed, msg_type: 'text', content: { text } }
    const { status, json } = await postJson(robot.url, body, options)
    return feishuTaken(status, json)
  }
  const url = new URL(robot.url)
  if (robot.kind === 'dingtalk-robot' && key !== undefined) {
    url.searchParams.set('timestamp', String(now))
    url.searchParams.set('sign', dingTalkSignature(key, now))
  }
  const { status, json } = await postJson(url.href, { msgtype: 'text', text: { content: text } }, options)
  mustBeTaken(status)
  errcodeTaken(robot.kind === 'wecom-robot' ? 'wecom' : 'dingtalk', json)
}

/** Codes that pass by themselves: too many calls, system busy. */
const passing: Readonly<Record<string, ReadonlySet<number>>> = {
  wecom: new Set([-1, 45009, 45033]),
  dingtalk: new Set([-1, 88, 90018, 130101, 400013, 410100]),
  feishu: new Set([9499, 11232, 99991400, 230020]),
}

/** Whether a code of a platform says that trying again may help. */
export const mayPass = (platform: 'wecom' | 'dingtalk' | 'feishu', code: number): boolean =>
  passing[platform]!.has(code)

/** 企业微信 and DingTalk answer 200 with `errcode`; only 0 means that it was taken. */
export function errcodeTaken(platform: 'wecom' | 'dingtalk', json: Readonly<Record<string, unknown>>): void {
  const code = json['errcode']
  if (code === 0) return
  if (typeof code !== 'number') throw new DeliveryFailed(`${platform}-reply`, false)
  throw new DeliveryFailed(`${platform}-${code}`, !mayPass(platform, code))
}

/** Feishu answers with `code` (older robots: `StatusCode`), also beside a status of 400 or 429. */
export function feishuTaken(status: number, json: Readonly<Record<string, unknown>>): void {
  const code = json['code'] ?? json['StatusCode']
  if (typeof code === 'number' && code !== 0)
    throw new DeliveryFailed(`feishu-${code}`, !mayPass('feishu', code) && status !== 429 && status < 500)
  mustBeTaken(status)
  if (code !== 0) throw new DeliveryFailed('feishu-reply', false)
}

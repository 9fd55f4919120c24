/**
 * Pieces of which guessable passwords are put together: what people everywhere choose, what people in China choose,
 * and the words of an office. Digits are covered by rules (dates, runs, repetition) and a few famous numbers.
 */
const everywhere = `password passwd passw0rd pass admin administrator root user guest test testing demo login welcome
  master access letmein iloveyou loveyou love monkey dragon football baseball basketball soccer sunshine princess shadow superman
  batman michael jordan michelle jennifer jessica daniel thomas charlie andrew hunter ranger trustno trustnoone secret changeme
  default temp temporary system server oracle mysql postgres database manager office windows microsoft google apple
  samsung huawei xiaomi internet computer network security company business hello helloworld world freedom whatever
  starwars pokemon computer summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday january
  february march april june july august september october november december money happy lucky angel flower cookie cheese
  killer killme fuckyou fuck asshole biteme blink lovely mustang harley ferrari porsche mercedes matrix phoenix
  eagle tiger panda lion ginger pepper orange banana chocolate buster purple silver golden diamond crystal snoopy mickey
  donald barbie nicole ashley amanda william robert joshua matthew anthony george martin richard maggie thunder
  startrek zxcvbn qwerty qwertyuiop asdfgh asdfghjkl zxcvbnm qazwsx wsxedc edcrfv rfvtgb qweasd qweasdzxc asdzxc
  poiuyt lkjhgf mnbvcx abc abcd abcde abcdef abcdefg abcabc aaa bbb xxx zzz user name unknown none null info private public
  mypassword mypass newpass newpassword changeit letme openup iamgod godblessyou jesus christ church bible heaven forever friends
  family mother father sister brother baby honey sweet sweetie darling smile dream peace power magic super hello1`
const inChina = `woaini woaiwojia woaini1314 woaizhongguo aini ainiyiwannian woshishei woshiwo woshini nihao nihaoma zhongguo
  china beijing shanghai guangzhou shenzhen hangzhou nanjing chengdu wuhan tianjin chongqing suzhou xian laopo laogong baobao
  baobei qinaide qinqin xiexie xinnian kuaile shengri jiayou wangba caonima nimade tamade shabi sunwukong zhubajie
  xiaoxiao xiaoming xiaohong xiaolong xiaoyu wangwei wangfang liwei lina zhangwei zhangmin zhanglei liuyang liqiang wangjing
  liuwei wanglei zhangli yangyang chenchen tiantian yueyue meimei feifei dandan lingling huanhuan niuniu maomao doudou
  tangtang longlong pengyou xuesheng laoshi tongxue gongsi gongsiming jingli zongjingli laoban yuangong mima mima123 denglu
  yonghu guanliyuan ceshi xitong ziliao kehu kehuziliao baomi jimi juemi mifeng renshi caiwu xiaoshou bangong wanwan facai
  gongxifacai fadacai zhaocaijinbao yilufa yifanfengshun wanshiruyi pingan pinganjiankang jixiangruyi daji dajidali niubi
  niubility qq qqq qqcom taobao alibaba tencent weixin wechat weibo baidu jingdong zhifubao dingding feishu qiyeweixin`
const numbers = `5201314 520520 521521 1314520 1314521 201314 7758521 7758258 5211314 3344520 584520 584131420 147258369
  159357 147258 258369 741852963 963852741 110110 119119 120120 12580 10086 10010 10000 95588 666888 888666 168168 518518 918918
  112233 123321 121212 131313 123123 456456 789456 789456123 987654 654321 1qaz 2wsx 3edc 4rfv 5tgb 1qaz2wsx 1q2w3e 1q2w3e4r q1w2e3
  q1w2e3r4 zaq1 xsw2 zaq12wsx 1a2b3c a1b2c3 123qwe qwe123 asd123 zxc123 abc123 aa123456 a123456 qaz123 q123456 admin123 pass123`

const split = (text: string): string[] => text.split(/\s+/u).filter((word) => word.length >= 3)

/** Lower-case words of at least three characters. */
export const commonPieces: ReadonlySet<string> = new Set([
  ...split(everywhere),
  ...split(inChina),
  ...split(numbers),
])

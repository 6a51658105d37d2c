/* password_words.h - the words that passwords are made of: what people call themselves, each other, their
 * county and their screen. Lower case. Pinyin names and syllables need no list (core/password.c).
 */
#pragma once

/* clang-format off */
static const char *const password_words[] = {
	"admin", "administrator", "root", "user", "guest", "test", "tester", "demo", "login", "master",
	"manager", "super", "superman", "system", "server", "oracle", "mysql", "office", "staff", "boss",
	"password", "passwort", "passwd", "pass", "pwd", "pw", "secret", "letmein", "welcome", "changeme",
	"default", "public", "private", "access", "trustno", "whatever", "nothing", "qwerty", "abcdef",
	"hello", "world", "kitty", "love", "loveyou", "ilove", "iloveyou", "lover", "forever", "baby",
	"dear", "sweet", "happy", "lucky", "sunshine", "summer", "winter", "spring", "autumn", "monday",
	"friday", "january", "october", "december", "freedom", "computer", "internet", "google", "windows",
	"apple", "iphone", "ipad", "samsung", "nokia", "huawei", "xiaomi", "oppo", "vivo", "wechat",
	"weixin", "alipay", "taobao", "tencent", "baidu", "douyin", "tiktok", "qqcom", "com", "www", "vip",
	"china", "beijing", "shanghai", "hunan", "changsha", "hengyang", "hengshan", "zhengshui", "wudan",
	"wenming", "shijian", "zhongxin", "zhiyuan", "zhiyuanzhe", "volunteer", "fuwu", "weimin",
	"woaini", "woaiwojia", "wodemima", "woaizhongguo", "lajitong", "mima", "nihao", "jiayou", "gongxi",
	"facai", "xinnian", "kuaile", "qinaide", "baobei", "laogong", "laopo", "mama", "baba", "yeye",
	"nainai", "didi", "gege", "jiejie", "meimei", "zhongguo", "renmin", "zuguo",
	"dragon", "tiger", "monkey", "eagle", "shadow", "hunter", "killer", "ranger", "batman", "pokemon",
	"starwars", "football", "baseball", "basketball", "soccer", "hockey", "golf", "tennis", "jordan",
	"kobe", "chelsea", "arsenal", "liverpool", "barcelona", "juventus", "realmadrid", "madrid",
	"princess", "queen", "king", "prince", "angel", "flower", "rose", "cookie", "banana", "orange",
	"cheese", "pepper", "ginger", "silver", "golden", "diamond", "purple", "yellow", "black", "white",
	"michael", "michelle", "jennifer", "jessica", "charlie", "thomas", "robert", "george", "andrew",
	"daniel", "jordan", "harley", "buster", "maggie", "ashley", "amanda", "nicole", "matthew", "joshua",
	"mercedes", "porsche", "ferrari", "toyota", "honda", "yamaha", "mustang", "corvette", "audi", "bmw",
	"music", "guitar", "star", "moon", "sun", "sky", "blue", "red", "green", "cat", "dog", "man", "girl",
	"boy", "you", "me", "my", "the", "ok", "no", "one", "two", "i", "a", 0,
};
/* What follows or leads: love and luck in numbers. */
static const char *const password_numbers[] = {
	"520", "521", "1314", "5201314", "1314520", "5211314", "520131400", "7758521", "7758258", "3344520", "1314521",
	"168", "518", "618", "668", "778", "998", "007", "110", "119", "120", "114", "10086", "10010",
	"147258", "258369", "147258369", "159357", "159753", "789456", "789456123", "741852", "741852963",
	"963852", "963852741", "147852", "369258", "1qaz", "2wsx", 0,
};
/* clang-format on */

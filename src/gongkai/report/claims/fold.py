"""Text folded character by character, so that every position stays the same.

Full-width signs and digits become ASCII, every space U+0020, traditional characters of the words
that we look for simplified ones, variants of zero 〇.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.report.claims.numerals import chinese_number

__all__ = ["fold"]

# simplified : traditional (and variants), one for one
_TRADITIONAL = """
请請 数數 条條 个個箇 总總 开開 关關 办辦 结結 处處 议議 诉訟訴 讼訟 复復複覆 转轉 给給 维維
纠糾 审審 书書 计計 统統 报報 网網 站站 发發 布佈 门門 户戶 众眾 信信 电電 话話 邮郵 编編
号號 项項 举舉 类類 须須 应應 与與 业業 东東 两兩 为為 义義 乐樂 习習 乡鄉 买買 争爭 亿億
仅僅 从從 仓倉 们們 价價 会會 传傳 伤傷 体體 余餘 储儲 儿兒 党黨 农農 决決 减減 几幾 则則
创創 别別 务務 动動 区區 医醫 华華 协協 单單 县縣 双雙 变變 听聽 团團 国國 图圖 场場 块塊
坚堅 声聲 备備 够夠 头頭 实實 对對 导導 专專 将將 尔爾 属屬 岁歲 岗崗 师師 带帶 帮幫 干幹
广廣 庆慶 库庫 废廢 异異 张張 当當 录錄録 征徵 况況 惩懲 态態 忧憂 怀懷 战戰 执執 扩擴 护護
拟擬 择擇 损損 换換 据據 摄攝 断斷 无無 时時 显顯 术術 权權 来來 档檔 检檢 标標 样樣 机機
极極 构構 档檔 欢歡 气氣 汇匯彙 没沒 沟溝 济濟 测測 满滿 灵靈 点點 热熱 爱愛 状狀 独獨 环環
现現 画畫 监監 盘盤 码碼 确確 离離 种種 积積 称稱 稳穩 笔筆 等等 签簽 简簡 级級 纪紀 约約
组組 细細 终終 经經 绝絕 续續 缴繳 罚罰 职職 联聯 脑腦 节節 范範 荐薦 获獲 营營 补補 规規
视視 觉覺 订訂 认認 让讓 训訓 记記 许許 论論 设設 访訪 证證 评評 识識 词詞 试試 话話 询詢
该該 详詳 语語 说說 读讀 调調 谈談 谋謀 负負 财財 责責 败敗 质質 购購 费費 资資 赔賠 赞贊
达達 过過 运運 还還 这這 进進 连連 适適 选選 递遞 释釋 里裡裏 钱錢 间間 问問 闻聞 阅閱 队隊
阶階 际際 陆陸 院院 险險 随隨 难難 静靜 页頁 顺順 预預 领領 频頻 题題 额額 风風 验驗 麦麥
齐齊 龙龍 龄齡 产產 亲親 优優 历歷曆 县縣 圆圓 后後 启啟 园園 宝寶 宽寬 届屆 执執 抚撫 报報
拥擁 服服 条條 极極 毕畢 渐漸 牵牽 环環 疗療 众眾 码碼 础礎 筛篩 纳納 纸紙 线線 练練 绿綠
缩縮 罗羅 聪聰 艺藝 苏蘇 虑慮 补補 诺諾 谁誰 贯貫 贴貼 赖賴 载載 较較 辑輯 输輸 迟遲 逾逾
遗遺 采採 针針 钟鐘 镇鎮 闭閉 阳陽 阴陰 隐隱 须須 飞飛 馆館 万萬 参參 台臺 叶葉 启啓 员員
响響 围圍 圣聖 坏壞 夹夾 孙孫 学學 宁寧 宪憲 层層 并並併 彻徹 录錄 径徑 态態 悬懸 戏戲 挂掛
摆擺 敌敵 暂暫 杂雜 树樹 欧歐 历歷 残殘 毁毀 汉漢 汤湯 泽澤 洁潔 浅淺 浏瀏 测測 浓濃 涉涉
温溫 湾灣 临臨 滨濱 强強 内內 于於 准準 织織 缓緩 违違 压壓 楼樓 划劃 络絡 劳勞 马馬 车車 长長 见見 谢謝 译譯
误誤 继繼 系係
"""
_TABLE: dict[int, str] = {
    **{0xFF10 + n: str(n) for n in range(10)},
    **{0xFF21 + n: chr(0x41 + n) for n in range(26)},
    **{0xFF41 + n: chr(0x61 + n) for n in range(26)},
    **{
        ord(a): b
        for a, b in zip(
            "，．：；！？（）［］〔〕﹝﹞【】／－＋％﹪＝＠＆＃＊～∶",
            ",.:;!?()[][][][]/-+%%=@&#*~:",
            strict=True,
        )
    },
    **dict.fromkeys(map(ord, "−﹣–—―‐‑‒"), "-"),
    **dict.fromkeys(
        map(ord, "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2009\u202f\u3000"), " "
    ),
    **dict.fromkeys(map(ord, "○Ｏ◯"), "〇"),
    **dict.fromkeys(map(ord, "“”＂「」『』〝〞"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
    **{
        ord(other): group[0]
        for group in _TRADITIONAL.split()
        for other in group[1:]
        if other != group[0]
    },
}


# Numerals as money is written, hard to forge. Alone they are mostly parts of words (队伍, 收拾,
# 大陆, 放肆): it takes two of them in one number, or one before what only a number stands before.
_CAPITAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_CAPITALS = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟][零〇万亿壹贰叁肆伍陆柒捌玖拾佰仟]*")
_AFTER_ONE = ("圆", "元", "角", "件", "份", "宗")


@lru_cache(maxsize=1024)  # several checks look at the same clause
def fold(text: str) -> str:
    """The same text, the same length, in plain characters."""
    return _CAPITALS.sub(_plain_numeral, text.translate(_TABLE))


def _plain_numeral(match: re.Match[str]) -> str:
    plain = match[0].translate(_CAPITAL)
    several = sum(a != b for a, b in zip(plain, match[0], strict=True)) > 1
    if several or match.string.startswith(_AFTER_ONE, match.end()):
        return match[0] if chinese_number(plain) is None else plain
    return match[0]

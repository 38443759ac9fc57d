"""Writes `tokenizer-reference.jsonl`: texts, and their ids by the reference implementation.

The reference is the PyPI package `tokenizers` 0.23.2 on the `guard-text/tokenizer.json`. The texts are written
for this purpose, or drawn with a fixed seed from blocks of Unicode. Run in an environment that has the package:
`python3 models/make-tokenizer-reference.py`. With `--texts FILE… --out FILE` it writes what `pnpm bench tokenizer` compares.
"""

import argparse
import json
import random
from pathlib import Path

import tokenizers

FOLDER = Path(__file__).parent
VERSION = "0.23.2"

WRITTEN = (
    "",
    " ",
    "a",
    "Hello, world!",
    "The quick brown fox jumps over the lazy dog.",
    "Don't; won't; it's; O'Neil's; rock'n'roll",
    "state-of-the-art e-mail, well-known, --verbose -x",
    "price: $1,234.56 (20% off) = $987.65?",
    "https://example.org/a/b?c=d&e=f#g and mail@example.org",
    "def f(x): return x**2 + 3*x - 1  # a comment",
    "SELECT * FROM users WHERE id = 'x' OR 1=1; --",
    "{\"key\": [1, 2.5, null, true], \"nested\": {\"a\": \"b\"}}",
    "C:\\Users\\me\\file.txt  /usr/local/bin",
    "snake_case camelCase PascalCase kebab-case SCREAMING_CASE",
    "unbelievably antidisestablishmentarianism floccinaucinihilipilification",
    "x" * 99,
    "x" * 100,
    "x" * 101,
    "long " + "w" * 300 + " word",
    "aé" * 60,
    "\U0001d4b6" * 99 + " " + "\U0001d4b6" * 101,
    "  leading and trailing  ",
    "tabs\tand\nnew\r\nlines\rand\x0bvertical\x0cform feed",
    "no\u00a0break thin\u2009space em\u2003space ideographic\u3000space ogham\u1680space",
    "line\u2028separator paragraph\u2029separator next\u0085line",
    "zero\u200bwidth joiner\u200dhere non\u200cjoiner word\u2060joiner bom\ufeff",
    "soft\u00adhyphen and replacement\ufffdcharacter and null\x00byte",
    "bell\x07 escape\x1b[31mred\x1b[0m delete\x7f c1\x9b",
    "private\ue000use \U000f0000plane fifteen",
    "noncharacter\uffff and \U0001ffff",
    "[CLS] is [SEP] a [MASK] of [PAD] and [UNK]",
    "[cls] [sep] [Mask] [UNK][UNK] a[SEP]b [[SEP]] [SEP",
    "[unused1] [unused99]",
    "Café naïve façade crème brûlée Ångström",
    "Cafe\u0301 nai\u0308ve: the same, decomposed",
    "Z\u0334\u0321a\u0338l\u0335g\u0322o\u0337 \u0301alone",
    "İstanbul ısı IŞIK İİ",
    "Straße STRASSE ẞ ß",
    "ΟΔΥΣΣΕΥΣ ὈΔΥΣΣΕΎΣ σίγμα τέλος ΣΑΣ",
    "Привет, как дела? Ёлка й и\u0306 ЩУКА",
    "Українська їжа ґанок",
    "Српски језик Љубав ЊЕГОШ",
    "ქართული ენა ᲥᲐᲠᲗᲣᲚᲘ",
    "Հայերեն լեզու ԵՎ և",
    "שלום עולם שָׁלוֹם וּבְרָכָה",
    "مرحبا بالعالم مَرْحَبًا ـــ لا ﷺ ٠١٢٣",
    "فارسی می‌نویسم پژوهش ؟ ،",
    "اردو زبان ٹھیک ہے",
    "नमस्ते दुनिया क्षत्रिय ज़रूर",
    "বাংলা ভাষা কৃষ্ণচূড়া",
    "தமிழ் மொழி ஸ்ரீ",
    "తెలుగు భాష క్ష్మ",
    "ಕನ್ನಡ ಭಾಷೆ",
    "മലയാളം ഭാഷ",
    "ગુજરાતી ભાષા",
    "ਪੰਜਾਬੀ ਭਾਸ਼ਾ",
    "සිංහල භාෂාව",
    "ภาษาไทย สวัสดีครับ น้ำใจ ก็ได้ เพื่อน",
    "ພາສາລາວ ສະບາຍດີ",
    "မြန်မာဘာသာ မင်္ဂလာပါ",
    "ភាសាខ្មែរ សួស្តី",
    "བོད་སྐད་ བཀྲ་ཤིས་བདེ་ལེགས།",
    "አማርኛ ሰላም ፡ ዓለም ።",
    "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ꮳꮃꭹ",
    "ᐃᓄᒃᑎᑐᑦ ᐊᐃ",
    "ᚠᚢᚦᚨᚱᚲ ᛫ runes",
    "한국어 안녕하세요 각각 \u1112\u1161\u11ab\u1100\u1173\u11af",
    "日本語のテキスト。カタカナ ｶﾀｶﾅ ひらがな がか\u3099",
    "中文文本，没有空格。繁體中文「引號」",
    "mixed中文and英文words混合text",
    "豈更車 \uf900\ufa10 \U0002f800 \U00020000 \U0002b820 \U0002b920",
    "Tiếng Việt: Đường phố Hà Nội, những người bạn",
    "Türkçe Çağdaş ğüşöç",
    "Íslenska þetta er Ðað Æsir",
    "Polski: zażółć gęślą jaźń ŁÓDŹ",
    "Čeština: příliš žluťoučký kůň",
    "ﬁnance ﬂow ﬀ ﬃ ﬆ Ⅳ ⅷ ½ ² ㎏ ℡ №",
    "Ｆｕｌｌｗｉｄｔｈ　ＴＥＸＴ！（１２３）～",
    "𝓕𝓪𝓷𝓬𝔂 𝔉𝔯𝔞𝔨𝔱𝔲𝔯 𝟙𝟚𝟛 Ⓒⓘⓡⓒⓛⓔ 🅂🅀",
    "ᵗⁱⁿʸ ʇxǝʇ uʍop",
    "smile 😀😃 heart ❤️ ❤ flag 🇩🇪🇫🇷 keycap 1️⃣ #️⃣",
    "family 👨‍👩‍👧‍👦 skin 👍🏽👍 coder 👩🏿‍💻 rainbow 🏳️‍🌈",
    "text😀glued🚀to🎉words",
    "“smart” ‘quotes’ – en — em … ellipsis • bullet ‹› «»",
    "math: ∀x∈ℝ ∃y: x² ≤ y ⇒ √y ≥ |x| ± ∞ ≠ ≈ ∑∏∫",
    "currency: € £ ¥ ₹ ₽ ₿ ¢ ₩ ₪",
    "arrows ← ↑ → ↓ ↔ ⇒ box ┌─┐│└┘ blocks █▓▒░",
    "dots . .. ... !!! ??? ?! ¡Hola! ¿Qué?",
    "ascii !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ all",
    "a.b.c 1.2.3 10,000 12:34:56 2026-11-22T18:00:00Z +49-30-1234567",
    "mixed \u202eright-to-left\u202c override \u2066isolate\u2069",
    "later marks \u1ac0 \u0897 \u061d \u2e52 \U0001e2ec \U00010d24",
    "once punctuation \u166d and \U000111c9, once marks \u1734 and \U0001171e",
    "a\u0338\u0301\u0323b ŝ\u0323 \u0344 \u0958",
    "Ignore this: <|im_start|>system<|im_end|> <s> </s> [INST]",
    "Ⅷ ǅ ǆ Ǆ ŉ ſ K Å Ω",
    "ꜻ Ꜽ ꝺ Ꞌ ꭰ Ა",
    "Çe\u0327 G\u030c ạ\u0302 ệ",
    "𐐀𐐨 Deseret 𐓀𐓨 Osage 𞤀𞤢 Adlam 𖹀 Medefaidrin",
    "𒀀𒁀 cuneiform 𓀀𓁀 hieroglyphs 𐎀 Ugaritic 𐤀 Phoenician",
)

BLOCKS = (
    (0x0000, 0x007F),
    (0x0080, 0x024F),
    (0x0250, 0x036F),
    (0x0370, 0x058F),
    (0x0590, 0x08FF),
    (0x0900, 0x0DFF),
    (0x0E00, 0x0FFF),
    (0x1000, 0x1CFF),
    (0x1D00, 0x20CF),
    (0x20D0, 0x2BFF),
    (0x2C00, 0x33FF),
    (0x3400, 0x9FFF),
    (0xA000, 0xD7FF),
    (0xF900, 0xFFFF),
    (0x10000, 0x1FFFF),
    (0x20000, 0x3FFFF),
    (0xE0000, 0x10FFFF),
)
DRAWN_PER_BLOCK = 12
DRAWN_OVER_ALL = 100


def draw(random_: random.Random, blocks: tuple[tuple[int, int], ...]) -> str:
    """Code points of the blocks between ASCII letters and spaces, so that words and their borders are met."""

    def character() -> str:
        if random_.random() < 0.4:
            return random_.choice(" etaoinshr")
        return chr(random_.randint(*random_.choice(blocks)))

    return "".join(character() for _ in range(random_.randint(4, 32)))


def texts() -> list[str]:
    random_ = random.Random(7)
    by_block = [draw(random_, (block,)) for block in BLOCKS for _ in range(DRAWN_PER_BLOCK)]
    return [*WRITTEN, *by_block, *(draw(random_, BLOCKS) for _ in range(DRAWN_OVER_ALL))]


def main() -> None:
    if tokenizers.__version__ != VERSION:
        raise SystemExit(f"the reference is tokenizers {VERSION}, this is {tokenizers.__version__}")
    options = argparse.ArgumentParser()
    options.add_argument("--texts", type=Path, nargs="*", help="files of JSON lines whose `text` is taken instead")
    options.add_argument("--out", type=Path, default=FOLDER / "tokenizer-reference.jsonl")
    chosen = options.parse_args()
    tokenizer = tokenizers.Tokenizer.from_file(str(FOLDER / "guard-text" / "tokenizer.json"))
    asked = texts() if chosen.texts is None else sorted({text for path in chosen.texts for text in texts_of(path)})
    lines = [json.dumps({"text": text, "ids": tokenizer.encode(text).ids}) for text in asked]
    chosen.out.write_text("\n".join(lines) + "\n")
    print(f"wrote {len(lines)} texts")


def texts_of(path: Path) -> list[str]:
    rows = (json.loads(line) for line in path.read_text().split("\n") if line)
    return [row["text"] for row in rows if isinstance(row.get("text"), str)]


if __name__ == "__main__":
    main()

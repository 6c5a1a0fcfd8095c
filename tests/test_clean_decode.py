"""Bytes become text in the encoding that fits; the text is kept in normal characters."""

import unicodedata

import pytest
from golden_pages import NAMES, expected, page
from hypothesis import given
from hypothesis import strategies as st

from pipelines import code_pages
from pipelines.clean import clean
from pipelines.clean.characters import normal
from pipelines.clean.decode import decode
from pipelines.clean.mojibake import repaired
from pipelines.encoding import DEFAULT, codec, detected, marked
from pipelines.page import Page
from pipelines.record import Record, Rejected

META = '<html><head><meta charset="{}"></head><p>'
SAMPLES = {
    "cp1252": "Die Fähre fährt wieder, sagte der Kapitän, während am Kai die Möwen über den Fischkübeln kreisten.",
    "cp1251": "Паром снова ходит через реку, и на причале с утра стоит очередь из тех, кто не верил в это до последнего.",
    "koi8-r": "Паром снова ходит через реку, и на причале с утра стоит очередь из тех, кто не верил в это до последнего.",
    "iso8859-7": "Το πλοίο ταξιδεύει ξανά και στην προβλήτα περιμένουν από το πρωί όσοι δεν το πίστευαν ως την τελευταία στιγμή.",
    "cp1255": "המעבורת שטה שוב, ועל הרציף עומדים מן הבוקר כל מי שלא האמינו בכך עד הרגע האחרון.",
    "cp1256": "عادت العبارة إلى العمل من جديد، وعلى الرصيف يقف منذ الصباح كل من لم يصدق ذلك حتى اللحظة الأخيرة.",
    "cp932": "渡し船が再び動き出し、桟橋には最後まで信じなかった人たちが朝から列を作っている。",
    "euc_jp": "渡し船が再び動き出し、桟橋には最後まで信じなかった人たちが朝から列を作っている。",
    "gb18030": "渡轮又开航了，从早晨起，码头上站满了直到最后一刻还不肯相信的人。",
    "big5": "渡輪又開航了，從早晨起，碼頭上站滿了直到最後一刻還不肯相信的人。",
    "cp949": "나룻배가 다시 다니기 시작했고, 끝까지 믿지 않던 사람들이 아침부터 부두에 줄을 섰다.",
    "cp874": "เรือข้ามฟากกลับมาแล่นอีกครั้ง และคนที่ไม่เชื่อจนนาทีสุดท้ายก็มายืนรอที่ท่าตั้งแต่เช้า",
    "cp1254": "Vapur yeniden çalışıyor; son ana kadar inanmayanlar sabahtan beri iskelede sıra bekliyor, gişe ise hâlâ kapalı.",
    "cp1250": "Przewóz znów działa, a na nabrzeżu od rana stoją wszyscy, którzy do ostatniej chwili w to nie wierzyli. „Żeby tylko!”",
}
MANGLED = {
    "Größenwahn in Österreich": "cp1252",
    "“We’re back,” she said – and left…": "cp1252",
    "Паром снова ходит": "cp1252",
    "Паром снова ходит через реку": "cp1251",
    "新聞と港": "cp1252",
    "عادت العبارة": "cp1252",
}


def mangled(text: str, wrong: str) -> str:
    """As it looks to whoever reads UTF-8 in another encoding, bytes without a sign there as control characters."""
    return "".join(bytes((b,)).decode(wrong, "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize(
    ("body", "media_type", "source", "encoding"),
    [
        ("Überfall".encode("utf-8-sig"), "text/plain; charset=latin-1", "bom", "utf-8"),
        ("Überfall".encode("utf-16"), "text/plain; charset=utf-8", "bom", "utf-16-le"),
        ((META.format("koi8-r") + "Новость").encode("cp1251"), "text/html; charset=windows-1251", "header", "cp1251"),
        ((META.format("windows-1251") + "Новость").encode("cp1251"), "text/html", "declaration", "cp1251"),
        ((META.format("utf-8") + "Новость").encode("cp1251"), "text/html; charset=utf-8", "detection", "cp1251"),
        ((META.format("utf-16") + "Übung").encode(), "text/html", "declaration", "utf-8"),
        ("Übung".encode(), "text/plain; charset=utf-8", "header", "utf-8"),
        ("Übung".encode(), "text/plain; charset=iso-8859-1", "detection", "utf-8"),
        (b"plain", "text/plain; charset=iso-8859-1", "header", "cp1252"),
        (b"plain", "text/plain; charset=rot13", "detection", "utf-8"),
        (b"\xff\x81 \x8d", "text/plain", "default", "cp1252"),
    ],
)  # fmt: skip
def test_mark_header_declaration_and_detection_are_asked_in_that_order(
    body: bytes, media_type: str, source: str, encoding: str
) -> None:
    found = decode(body, media_type)
    assert (found.source, found.encoding) == (source, encoding)


def test_claims_that_the_bytes_contradict_are_reported_beside_the_one_that_was_believed() -> None:
    found = decode((META.format("big5") + "Новость дня").encode("cp1251"), "text/html; charset=utf-8")
    assert found.passed_over == (("header", "utf-8"), ("declaration", "big5"))
    assert found.origin.losers == found.passed_over
    assert found.origin.source == "detection: cp1251"
    assert decode(b"x", "text/plain; charset=nonsense").passed_over == (("header", "nonsense"),)


@pytest.mark.parametrize("name", [n for n in NAMES if expected(n).outcome == "record"][:12])
def test_a_record_says_in_its_origins_how_it_was_read(name: str) -> None:
    record = clean(page(name))
    assert isinstance(record, Record)
    assert record.origins["encoding"] == decode(page(name).body, page(name).media_type).origin
    assert record.origins["encoding"].source.partition(": ")[0] in ("header", "declaration", "detection")


@pytest.mark.parametrize("encoding", SAMPLES)
def test_the_encoding_of_unlabelled_text_is_detected(encoding: str) -> None:
    body = SAMPLES[encoding].encode(encoding)
    assert body.decode(detected(body)) == SAMPLES[encoding]
    long = b"<html><script>" + b"var menu = 1;" * 2000 + b"</script><p>" + body
    assert decode(long, "text/html").text.endswith(SAMPLES[encoding])


OF_OLD = {
    "mac-roman": "L’été dernier, la mairie de Saint-Élme a décidé que le bac s’arrêterait à Noël ; « c’est très gênant », dit le maire.",
    "cp850": "Die Fähre fährt wieder, sagte der Kapitän; über den Kübeln kreisten Möwen. Das große Geländer bleibt gelöst.",
    "cp437": "Die Fähre fährt wieder, sagte der Kapitän; über den Kübeln kreisten Möwen. Das schöne Geländer bleibt gelöst.",
    "mac-cyrillic": "Паром снова ходит через реку, и на причале с утра стоит очередь из тех, кто, стоя там, не верил; моя мать, твоя сестра, своя родня и вся семья ждали, не зная правды.",
    "koi8-u": "Пором знову ходить через річку, і на причалі зранку стоїть черга; її бачила вся родина.",
}


@pytest.mark.parametrize("name", OF_OLD)
def test_text_of_old_machines_is_told_by_where_letters_stand_and_the_origin_says_so(name: str) -> None:
    found = decode(OF_OLD[name].encode(name))
    assert found.text == OF_OLD[name]
    named = {"cp437": "cp850"}.get(name, name)  # the same letters at the same places
    assert found.origin.source == f"detection: {named}"


def test_english_of_a_mac_is_told_by_its_apostrophes_and_left_where_they_are_few() -> None:
    text = "We don’t know why it’s late; the town’s ferry wasn’t there, and they’ve gone."
    assert decode(text.encode("mac-roman")).text == text
    assert decode("the town’s".encode("mac-roman")).encoding == DEFAULT


FEW = [
    "The women’s ferry", "Narker’s boat", "“I will,” he said", "Le Français", "Ländliche Räume", "Zoë’s", "Man öffnet und schlüpft",
    "the tool—but it’s a budget—you’re free", "the future—and the webcam—by Yosemite’s edge—and more—and so on", "Menü–Karte, 5 €, Šibenik",
    "Größe", "It cost 40 £ … “yes”", "café • crème • brûlée ™ © 2020", "1,5°C – ½ l", "Señor Ñandú, «¿qué?» –dijo–", "Øya på Åland, ære",
]  # fmt: skip


@pytest.mark.parametrize("text", FEW)
def test_a_few_signs_of_windows_are_neither_korean_nor_of_a_mac(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


def test_without_a_look_at_words_signs_of_windows_were_letters_of_another_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(code_pages, "foreign", lambda _: True)
    wrong = [t for t in FEW if decode(t.encode("cp1252")).text != t]
    assert len(wrong) >= 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kindle書籍を読む場合は、PCとiPadで。IT企業のCEOは「はい」と言った。", "cp932"),
        ("IT의 여성 노동자는 AI로 일하고 CEO를 만났다고 KBS가 전했다.", "cp949"),
        ("В IT-отделе CEO сказал: «VIP-гостей мы не ждём», а HR-служба молчала.", "cp1251"),
    ],
)
def test_words_of_ascii_letters_beside_those_of_another_script_change_nothing(text: str, name: str) -> None:
    assert decode(text.encode(name)).text == text


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_bytes_and_no_label_make_decoding_fail(body: bytes, label: str) -> None:
    assert isinstance(decode(body, f"text/html; charset={label}").text, str)
    assert codec(label) == "" or b"".decode(codec(label)) == ""
    body.decode(detected(body), "replace")


@pytest.mark.parametrize("text", MANGLED)
def test_mojibake_is_put_right_and_said_so(text: str) -> None:
    once = mangled(text, MANGLED[text])
    assert repaired(once) == text
    found = decode(once.encode())
    assert (found.text, found.mended) == (text, True)
    assert found.origin.source == "detection: utf-8, mojibake put right"


def test_text_that_was_mangled_twice_is_put_right() -> None:
    assert repaired(mangled(mangled("Grüße aus Köln", "cp1252"), "cp1252")) == "Grüße aus Köln"


CORRECT = (
    "MENÜ–KARTE",
    "«DÉJÀ» … CAFÉ” et puis É’",
    "IRMÃ» disse",
    "Â propos: Ä© ß® à «»…",
    "В СССР» и РФ» № 5",
    "Die Ã-Taste und der Buchstabe Â",
    "voilà”… dit-il",
)


@pytest.mark.parametrize("text", CORRECT)
def test_correct_text_is_left_alone(text: str) -> None:
    assert repaired(text) == text
    assert decode(text.encode()).mended is False


def test_repair_without_certainty_would_spoil_correct_text() -> None:
    assert "MENÜ–KARTE".encode("cp1252").decode() == "MEN\u0716KARTE"
    assert repaired("MENÜ–KARTE") == "MENÜ–KARTE"


@pytest.mark.parametrize("name", NAMES)
def test_no_golden_page_but_the_mangled_one_is_repaired(name: str) -> None:
    assert decode(page(name).body, page(name).media_type).mended is (name == "de-kaputt-dump")


@given(st.text(max_size=200))
def test_repairing_again_changes_nothing(text: str) -> None:
    assert repaired(repaired(text)) == repaired(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Schwanen\u00adfamilie", "Schwanenfamilie"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("\u200fمرحبا\u200e بكم\u202c", "مرحبا بكم"),
        ("14\u202fJahre\u00a0\u2003alt\u3000", "14 Jahre alt"),
        ("Cho\u031b\u0323", "Chợ"),
        ("Tom &amp; Jerry&nbsp;&#8211; &bdquo;ja&ldquo;&shy;", "Tom & Jerry – „ja“"),
        ("a &lt;b&gt; & c &unknown; &", "a <b> & c &unknown; &"),
        ("می\u200cروند", "می\u200cروند"),
        ("wo\u200crd", "word"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚀 up", "👩\u200d🚀 up"),
        ("ភាសា\u200bខ្មែរ", "ភាសា\u200bខ្មែរ"),
        ("bell\x07 and\x1b[2J", "bell and[2J"),
        ("&shy;", "&shy;"),
    ],
)
def test_characters_are_kept_in_one_way(text: str, kept: str) -> None:
    assert normal(text) == kept


PIECES = st.one_of(
    st.sampled_from(["&amp;", "&shy;", "&#109;", "&#x200b;", "amp;", "&", "\u200c", "\u0301", "\u0344", "\u094d", "م", "ក", "\u00ad"]),
    st.text(max_size=3),
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_normalization_is_idempotent(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_blocks_lead_back_to_the_text_as_it_was(encoding: str) -> None:
    paragraph = (
        "Die Fähre\u00a0fährt wie\u00adder, sagte der Kapitän, während am Kai die Möwen über den Kübeln kreisten. "
        * 3
    )
    page = Page(
        body=f"Fähre fährt\n\n{paragraph}\n\n{paragraph[:200]}.".encode(encoding), media_type="text/plain"
    )
    record = clean(page)
    assert isinstance(record, Record)
    text = decode(page.body, page.media_type).text
    assert all(normal(text[b.start : b.end]) == b.text for b in record.blocks)
    assert "wieder" in record.text
    assert "\u00ad" in text[record.blocks[1].start : record.blocks[1].end]


def test_the_default_is_what_the_web_takes() -> None:
    assert detected(b"\x93quoted\x94 \x80 5") == DEFAULT


FERRY = {
    "en": "The ferry is back, the harbour office said on Monday, and it sails at six.",
    "ru": SAMPLES["cp1251"] + "\n\n" + SAMPLES["koi8-r"],
    "ja": SAMPLES["cp932"],
}
WIDE = ["utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("tongue", ["en", "ru"])
def test_utf_16_shows_without_a_mark_by_where_its_zeros_are(tongue: str, encoding: str) -> None:
    decoded = decode(FERRY[tongue].encode(encoding), "text/html; charset=utf-8")
    assert (decoded.text, decoded.encoding, decoded.source) == (FERRY[tongue], encoding, "detection")
    assert decoded.passed_over == (("header", "utf-8"),)
    assert marked(FERRY[tongue].encode()) is None


@pytest.mark.parametrize("label", ["utf-16le", "UTF-16LE", "utf-16"])
@pytest.mark.parametrize("tongue", FERRY)
def test_a_header_may_name_utf_16_that_has_no_mark(tongue: str, label: str) -> None:
    decoded = decode(FERRY[tongue].encode("utf-16-le"), f"text/html; charset={label}")
    assert (decoded.text, decoded.source) == (FERRY[tongue], "header")


def test_a_header_that_names_utf_16_is_not_believed_of_ascii() -> None:
    assert decode(b"A ferry!", "text/html; charset=utf-16le").text == "A ferry!"


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-16le", "text/html"])
def test_a_page_in_utf_16_without_a_mark_is_cleaned(media_type: str) -> None:
    story = "".join(f"<p>{FERRY['en']} That was said {n} times, and nobody minded.</p>" for n in range(9))
    body = f"<html><body><h1>The ferry is back</h1>{story}</body></html>".encode("utf-16-le")
    found = clean(Page(body=body, media_type=media_type))
    assert isinstance(found, Record)
    assert "sails at six" in found.text


@pytest.mark.parametrize(
    "body",
    [
        bytes(range(256)) * 40,
        b"\x00\x01\x00\x02" * 500,  # 16-bit samples, a few control characters only
        b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + b"\x05\x00\x03\x00" * 400,
        b"A text with one \x00 in it, as tools of old leave one behind, and no more.",
    ],
)
@pytest.mark.parametrize("media_type", ["", "text/plain; charset=utf-16be"])
def test_zeros_of_other_files_are_no_utf_16(body: bytes, media_type: str) -> None:
    assert marked(body) is None
    if body.count(0) > 1:
        found = clean(Page(body=body, media_type=media_type))
        assert isinstance(found, Rejected)
        assert found.reason == "not_text"


@given(
    st.binary(max_size=200), st.sampled_from(["", "text/html; charset=utf-16le", "text/html; charset=utf-32"])
)
def test_no_bytes_with_a_wide_label_make_cleaning_fail(body: bytes, media_type: str) -> None:
    clean(Page(body=body, media_type=media_type))
    decode(b"\x1b$B" + body + b"\x1b(B", media_type)


JIS = "港の新聞 (The Harbour)\n\n" + FERRY["ja"] * 2


@pytest.mark.parametrize(
    "media_type", ["text/plain", "text/plain; charset=utf-8", "text/plain; charset=iso-2022-jp"]
)
def test_the_escape_sequences_of_iso_2022_jp_show_it(media_type: str) -> None:
    body = JIS.encode("iso2022_jp")
    assert body.isascii()
    decoded = decode(body, media_type)
    assert (decoded.text, decoded.encoding) == (JIS, "iso2022_jp")
    assert decoded.source == ("header" if "2022" in media_type else "detection")


@pytest.mark.parametrize(
    "body",
    [
        b"A text with \x1b[1mbold\x1b(B words, as terminals write them.",
        b"\x1b$B and never back to ASCII, so these are no characters",
        JIS.encode("iso2022_jp") + "Zürich".encode(),
        b"It costs \x1b$B\x7f\x7f\x1b(B, which is no character.",
    ],
)
def test_other_escape_sequences_are_left_as_they_are(body: bytes) -> None:
    assert decode(body).encoding != "iso2022_jp"

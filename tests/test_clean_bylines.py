"""Bylines of many languages: labels, capitals, and reporters in brackets."""

import pytest
from invented import body, record

from pipelines.clean import authors, clean, names
from pipelines.clean.capitals import spoken
from pipelines.clean.local_leads import led
from pipelines.clean.names import names as named
from pipelines.page import Page
from pipelines.record import Record


@pytest.mark.parametrize(
    ("printed", "language", "name"),
    [
        ("JOHN A. HOLM", "en", "John A. Holm"), ("JOHN A HOLM", "en", "John A Holm"), ("J.R. HOLM JR.", "en", "J.R. Holm Jr."), ("JOHN W. MCCLURE III", "en", "John W. McClure III"), ("MARIE-CLAIRE DUBOIS", "fr", "Marie-Claire Dubois"),
        ("PETER O’BRIEN", "en", "Peter O’Brien"), ("GIAN D'ANGELO", "it", "Gian D'Angelo"), ("LUIGI DI LORENZO", "it", "Luigi Di Lorenzo"), ("JOSÉ LINDO Y GRAMA", "es", "José Lindo y Grama"), ("ANA DE LA HOYA", "es", "Ana de la Hoya"),
        ("JOÃO DOS SANTOS", "pt", "João dos Santos"), ("LENA VON HOLM", "de", "Lena von Holm"), ("İBRAHİM YILDIZ", "tr", "İbrahim Yıldız"), ("ОЛЬГА ТИХАЯ", "ru", "Ольга Тихая"), ("ŁUKASZ ŻAK", "pl", "Łukasz Żak"),
        ("ANA MACHADO", "es", "Ana Machado"), ("DENNIS LEWIS", "en", "Dennis Lewis"),
    ],
)  # fmt: skip
def test_a_name_in_capitals_is_written_as_it_is_spoken(printed: str, language: str, name: str) -> None:
    assert spoken(printed, language) == name


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("JOHN MACDONALD", "en"), ("MCKENZIE HOLM", "en"), ("IDA DESANTIS", "en"), ("JAN VAN DER BERG", "nl"), ("DOMINIQUE DE VILLENEUVE", "fr"), ("ΠΕΤΡΟΣ ΑΛΕΞΙΟΥ", "el"), ("KARL STRAUSS", "de"), ("KIM MIN-JUN", "en"),
        ("AJ HOLM", "en"), ("IJSBRAND HOLM", "nl"), ("ALI AL-HADDAD", "en"), ("LI NA", "en"), ("HOLM", "en"), ("KRK TV", "en"), ("Ida Holm", "en"), ("HENRY FITZPATRICK", "en"), ("SAMANTHA XU QR", "en"), ("MAX WEXLER", "tr"),
    ],
)  # fmt: skip
def test_a_name_that_may_be_spoken_in_several_ways_stays_in_capitals(printed: str, language: str) -> None:
    assert spoken(printed, language) == printed


def test_the_origin_has_a_name_as_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = body(top="<p class=byline>BY JOHN A. HOLM</p>")
    made = record(page)
    assert made.authors == ("John A. Holm",)
    assert "JOHN A. HOLM" in [value for _, value in made.origins["authors"].losers]
    monkeypatch.setattr(authors, "spoken", lambda name, _: name)
    assert record(page).authors == ("JOHN A. HOLM",)


def test_the_page_itself_tells_how_a_name_is_spoken() -> None:
    page = body(head='<meta name=author content="Ron DeSantori">', top="<p class=byline>BY RON DESANTORI</p>")
    assert record(page).authors == ("Ron DeSantori",)
    page = body(top="<p class=byline>BY RON DESANTORI</p><a rel=author href=/a/ron>Ron DeSantori</a>")
    assert record(page).authors == ("Ron DeSantori",)


CHINESE = tuple(
    f"第{n}天，港务局表示渡轮将再次起航，码头上没有人需要等候，议员们要求公开调查文件，面包师已经卖掉了他的船。"
    for n in "一二三四五"
)


@pytest.mark.parametrize(
    ("head", "tail", "authors"),
    [
        ("本报讯（记者 林若溪）", "", ("林若溪",)), ("新华社北京3月5日电（记者林若溪、王小明）", "", ("林若溪", "王小明")), ("", "（记者 林若溪）", ("林若溪",)), ("", "（新华社记者 林若溪 王小明）", ("林若溪", "王小明")),
        ("〔記者林若溪／台北報導〕", "", ("林若溪",)), ("（本报记者 张 三 李四）", "", ("张三", "李四")), ("", "（责任编辑：王某）", ()), ("", "（记者了解到情况）", ()), ("面包师（记者 林若溪）说，", "", ()), ("", "（记者提问后）", ()),
    ],
)  # fmt: skip
def test_a_reporter_in_brackets_at_an_end_of_a_chinese_story_wrote_it(
    head: str, tail: str, authors: tuple[str, ...]
) -> None:
    story = [f"{head}{CHINESE[0]}", *CHINESE[1:4], f"{CHINESE[4]}{tail}"]
    page = f"<html lang=zh><title>渡轮再次起航</title><article><h1>渡轮再次起航</h1>{''.join(f'<p>{line}</p>' for line in story)}</article>"
    assert record(page.encode()).authors == authors
    dump = clean(Page(body="\n\n".join(("渡轮再次起航", *story)).encode(), media_type="text/plain"))
    assert isinstance(dump, Record)
    assert dump.authors == authors


@pytest.mark.parametrize("line", ["本报记者 林若溪 王小明", "记者：林若溪 王小明 责任编辑：王某"])
def test_a_line_names_its_chinese_reporters(line: str) -> None:
    page = f"<html lang=zh><title>渡轮再次起航</title><article><h1>渡轮再次起航</h1><p>{line}</p>{''.join(f'<p>{t}</p>' for t in CHINESE)}</article>"
    assert record(page.encode()).authors == ("林若溪", "王小明")


def test_a_duty_editor_below_a_story_is_nobody() -> None:
    for line in (
        "<p>责任编辑：王某</p>",
        "<div class=editor>[责任编辑：王某]</div>",
        "<div class=author>责任编辑：王某</div>",
    ):
        page = f"<html lang=zh><title>渡轮再次起航</title><article><h1>渡轮再次起航</h1>{''.join(f'<p>{t}</p>' for t in CHINESE)}{line}</article>"
        assert record(page.encode()).authors == ()


def test_a_writer_glued_to_a_time_is_read() -> None:
    assert record(body(top="<p>05.03.2024 10:21Автор: Иван Волков</p>")).authors == ("Иван Волков",)
    assert record(body(top="<p>05.03.2024 10:21By Ida Holm</p>")).authors == ("Ida Holm",)
    assert record(body(top="<p>05.03.2024 10:21Bypass Road Orlo</p>")).authors == ()


LABELLED = [
    ("Szerző: Kovács Péter és Nagy Anna", ("Kovács Péter", "Nagy Anna")), ("Autorka: Anna Nowak", ("Anna Nowak",)), ("Autoři: Jan Novák, Eva Malá", ("Jan Novák", "Eva Malá")), ("Texto: Ana Ruiz", ("Ana Ruiz",)),
    ("Teksti: Matti Lind", ("Matti Lind",)), ("Piše: Ivan Horvat", ("Ivan Horvat",)), ("Συντάκτης: Πέτρος Αλεξίου", ("Πέτρος Αλεξίου",)), ("نویسنده: سارا احمدی", ("سارا احمدی",)), ("প্রতিবেদক: রহিম উদ্দিন", ("রহিম উদ্দিন",)),
    ("تحریر: احمد علی", ("احمد علی",)), ("Автори: Іван Коваль, Ольга Тиха", ("Іван Коваль", "Ольга Тиха")), ("文／山田太郎", ("山田太郎",)), ("記者王小明／台北報導", ("王小明",)), ("글·사진 김하늘 기자", ("김하늘",)), ("Haber/Foto: Ayşe Yıldız", ("Ayşe Yıldız",)),
    ("Pewarta: Budi Santoso Editor: Dewi Sari", ("Budi Santoso",)), ("Edited By : राम शर्मा | Reported By : सीता वर्मा", ("सीता वर्मा",)), ("Story and photos by Ida Holm", ("Ida Holm",)), ("Guest post by Ida Holm", ("Ida Holm",)),
    ("By Ida Holm with files from Bo Ek", ("Ida Holm",)), ("राम शर्मा और सीता वर्मा", ("राम शर्मा", "सीता वर्मा")), ("Budi Santoso dan Dewi Sari", ("Budi Santoso", "Dewi Sari")), ("Ana Lima, da Agência Brasil", ("Ana Lima",)),
    ("di Anna Lind, inviata a Orlo", ("Anna Lind",)), ("Автор: Иван Волков Фото: Ольга Тихая", ("Иван Волков",)),
]  # fmt: skip
NO_WRITERS = [
    "Übersetzung: Ida Holm", "Aus dem Englischen von Ida Holm", "Traduit de l'anglais par Ida Holm", "Translated from the German by Ida Holm", "Traducción de Ana Ruiz", "Oversat af Ida Holm", "Перевод: Анна Волкова",
    "Автор фото: Иван Волков", "Kuva: Liisa Lind", "Foto di Anna Lind", "Editör: Ayşe Yıldız", "Επιμέλεια: Μαρία Λιντ", "تحرير: سارة حداد", "עריכה: דנה כהן", "写真・山田太郎", "사진 김하늘 기자", "Fordította: Nagy Anna", "Izvor: Novi List",
]  # fmt: skip


@pytest.mark.parametrize(("line", "people"), LABELLED)
def test_a_label_before_names_says_who_wrote_it(line: str, people: tuple[str, ...]) -> None:
    assert named([line]).people == people
    assert record(body(top=f"<div class=byline>{line}</div>")).authors == people


@pytest.mark.parametrize("line", NO_WRITERS)
def test_who_translated_edited_or_pictured_it_did_not_write_it(line: str) -> None:
    assert named([line]).listed == ()
    assert record(body(top=f"<div class=byline>{line}</div>")).authors == ()


def test_deaf_to_labels_the_cleaner_takes_them_for_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "labelled", lambda text: text)
    assert sum(named([line]).listed != () for line in NO_WRITERS) > len(NO_WRITERS) * 2 / 3


@pytest.mark.parametrize("line", ["Szerző: Kovács Péter", "Autoři: Jan Novák, Eva Malá", "Piše: Ivan Horvat"])
def test_a_labelled_line_that_nothing_marks_is_a_byline_and_no_text(line: str) -> None:
    made = record(body(top=f"<p>{line}</p>"))
    assert made.authors != ()
    assert line not in made.text


@pytest.mark.parametrize("line", ["Interview: Leben am Fluss", "Laporan: Banjir Besar Orlo", "Journalist: the word says it all"])  # fmt: skip
def test_a_label_before_other_words_is_no_byline(line: str) -> None:
    assert record(body(tail=f"<p>{line}</p>")).authors == ()


@pytest.mark.parametrize(
    ("line", "language", "by"),
    [
        ("Na Amina Juma na Peter Otieno", "sw", "By Amina Juma and Peter Otieno"), ("NA AMINA JUMA", "sw", "By AMINA JUMA"), ("Na Placu Orlo", "pl", "Na Placu Orlo"), ("Oleh Budi Santoso", "id-ID", "By Budi Santoso"),
        ("Oleh Lind", "uk", "Oleh Lind"), ("Deur Pieter Lind", "af", "By Pieter Lind"), ("Per Jordi Lind", "ca", "By Jordi Lind"), ("Per Lind", "sv", "Per Lind"), ("De Ion Lind", "ro", "By Ion Lind"), ("Theo Tuổi Trẻ", "vi", ""), ("Theo Holm", "en", "Theo Holm"),
        ("na mwisho wa wiki", "sw", "na mwisho wa wiki"), ("De Ion Lind, 3 martie", "ro", "By Ion Lind, 3 martie"),
        *((line, lang, line) for line, lang in (("De Crăciun", "ro"), ("Nga Tirana në Durrës", "sq"), ("Per Barcelona passen tres rius", "ca"), ("Na Waziri Mkuu alisema", "sw"), ("Eftir Jólin", "is"), ("Από τον Πειραιά", "el"))),
    ],
)  # fmt: skip
def test_the_language_tells_which_words_lead_to_a_name(line: str, language: str, by: str) -> None:
    assert led(line, language) == by


SWAHILI = tuple(f"Siku ya {n} ofisi ya bandari ilisema kwamba kivuko kitaanza tena safari zake kabla ya mwisho wa wiki hii, baada ya ukarabati wa injini." for n in "12345")  # fmt: skip


def test_a_swahili_byline_is_read_in_pages_and_dumps() -> None:
    page = f"<html lang=sw><title>Kivuko chaanza tena</title><article><h1>Kivuko chaanza tena</h1><p>Na Amina Juma</p>{''.join(f'<p>{t}</p>' for t in SWAHILI)}</article>"
    assert record(page.encode()).authors == ("Amina Juma",)
    dump = clean(
        Page(
            body="\n\n".join(("Kivuko chaanza tena", "Na Amina Juma", *SWAHILI)).encode(),
            media_type="text/plain",
        )
    )
    assert isinstance(dump, Record)
    assert dump.authors == ("Amina Juma",)


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Super User", ()), ("Super Utente", ()), ("Webmaster", ()), ("白浪日报", ()), ("নিজস্ব প্রতিবেদক", ()), ("ویب ڈیسک", ()), ("กองบรรณาธิการ", ()), ("오를로신문", ()), ("白浪电视台", ()), ("Haber Merkezi", ()),
        ("q_admin", ("q_admin",)), ("Hej {{firstName}}!", ()), ("김하늘 기자 외 1명", ("김하늘",)), ("Autor/in: Ida Holm", ("Ida Holm",)), ("Autor*innen: Ida Holm, Bo Ek", ("Ida Holm", "Bo Ek")), ('"Ida Holm"', ("Ida Holm",)),
        ("Ida Holm , Bo Ek", ("Ida Holm", "Bo Ek")), ("Recipe by Ida Holm", ("Ida Holm",)), ("Adminta Lind", ("Adminta Lind",)), ("王日明", ("王日明",)), ("Ida Superman", ("Ida Superman",)), ("রহিম উদ্দিন", ("রহিম উদ্দিন",)),
    ],
)  # fmt: skip
def test_an_account_or_a_desk_is_no_person(name: str, people: tuple[str, ...]) -> None:
    assert named([name]).people == people


def test_classes_of_other_languages_mark_a_writer() -> None:
    assert record(body(top="<div class=szerzo>Ida Holm</div>")).authors == ("Ida Holm",)
    assert record(body(top="<div class=szerződés>Ida Holm</div>")).authors == ()


def test_a_name_in_other_brackets_signs_a_japanese_report() -> None:
    assert record(body(tail="<p>【森健太】</p>")).authors == ("森健太",)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Foto und Text: Ida Holm", ("Ida Holm",)), ("Text/Fotos: Ida Holm", ("Ida Holm",)), ("Foto/Text: Ida Holm", ("Ida Holm",)), ("Photos et texte : Ida Holm", ("Ida Holm",)), ("Testo e foto: Ida Holm", ("Ida Holm",)),
        ("Foto og tekst: Ida Holm", ("Ida Holm",)), ("Foto y texto: Ida Holm", ("Ida Holm",)), ("Tekst en foto's: Ida Holm", ("Ida Holm",)), ("Zdjęcia i tekst: Ida Holm", ("Ida Holm",)), ("Текст и фото: Иван Волков", ("Иван Волков",)),
        ("Photos and text by Ida Holm", ("Ida Holm",)), ("Text & photos: Ida Holm", ("Ida Holm",)), ("Kuvat ja teksti: Ida Holm", ("Ida Holm",)), ("写真・文＝山田太郎", ("山田太郎",)), ("文・写真 山田太郎", ("山田太郎",)), ("写真と文：山田太郎", ("山田太郎",)),
        ("Photos by Ida Holm, text by Bo Ek", ("Bo Ek",)), ("Photos by Ida Holm; Text: Bo Ek", ("Bo Ek",)), ("Bilder von Ida Holm und Text von Bo Ek", ("Bo Ek",)),
        ("Foto: Ida Holm", ()), ("Photos by Ida Holm", ()), ("写真：山田太郎", ()), ("Foto und Video: Ida Holm", ()),
    ],
)  # fmt: skip
def test_who_took_the_pictures_wrote_it_only_where_the_label_says_both(
    line: str, who: tuple[str, ...]
) -> None:
    assert named([line], frozenset()).listed == who

"""Pages that list articles, or stand in the place of one, and articles that look like them."""

import re

import pytest

from pipelines.clean import archives, clean, interstitials, judge
from pipelines.page import Page
from pipelines.record import Record, Rejected

TOWNS = ("Harrowgate", "Veleska", "Millbrook", "Saltby", "Orland", "Kessel")
TEXT = "The harbour office of {0} said that the ferry would sail again before the end of the week."
LIFE = (
    "<p>Ida Holm has written about the coast for the Courant since 2012, and lives in Millbrook with two dogs.</p>"
    "<p>Before that she was a reporter of the Harrowgate Echo, where she told of the harbour and the courts.</p>"
)
STORY = "".join(f"<p>{TEXT.format(town)} Nobody on the quay believed it for an hour.</p>" for town in TOWNS)


def teasers(count: int, head: str = "h3") -> str:
    """So many articles, each with a linked headline, a sentence and a day."""
    one = "<div><{h}><a href=/{t}-story>The ferry of {t} sails again</a></{h}><p>{said}</p><time datetime=2024-03-05>5 March</time></div>"
    return "".join(one.format(h=head, t=t, said=TEXT.format(t)) for t in TOWNS[:count])


def outcome(
    main: str, url: str = "https://bote.example/coast/ferry", title: str = "Bote", head: str = ""
) -> str:
    nav = "<header><nav><ul><li><a href=/a>Coast</a><li><a href=/b>Town</a></ul></nav></header>"
    made = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{nav}<main>{main}</main></body></html>"
    result = clean(Page(body=made.encode(), media_type="text/html; charset=utf-8", url=url))
    return result.reason if isinstance(result, Rejected) else "record"


AT = "https://bote.example"
PROFILE = '<meta property="og:type" content="profile">'
KIND = '<script type="application/ld+json">{{"@type":"{}"}}</script>'
ARTICLE = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry","datePublished":"2024-03-05"}</script>'


@pytest.mark.parametrize(
    ("main", "url", "head"),
    [
        (f"<h1>Ida Holm</h1>{LIFE}{teasers(4)}", f"{AT}/author/ida-holm", ""),
        (f"<h1>Ida Holm</h1>{LIFE}{teasers(3, 'div')}", f"{AT}/autor/ida-holm/", ""),
        (f"<h1>Ida Holm</h1>{LIFE}{teasers(3)}", f"{AT}/ida-holm", KIND.format("ProfilePage")),
        (f"<h1>Ida Holm</h1>{LIFE}", f"{AT}/author/ida-holm", PROFILE),
        (f"<h1>ferry</h1>{teasers(3)}", f"{AT}/tag/ferry/page/2", ""),
        (f"<h1>Coast</h1>{teasers(4)}", f"{AT}/coast", KIND.format("CollectionPage")),
        (f"<h1>Search</h1>{teasers(4)}", f"{AT}/?s=ferry", ""),
        (f"<h1>Search results for: ferry</h1>{teasers(2)}", f"{AT}/x", ""),
        (f"<h1>搜索结果</h1>{teasers(2)}", f"{AT}/x", ""),
        (teasers(3), f"{AT}/", ""),
        (teasers(3, "h2"), f"{AT}/de/", ""),
    ],
)  # fmt: skip
def test_what_says_that_it_lists_articles_is_an_index_page(main: str, url: str, head: str) -> None:
    assert outcome(main, url, head=head) == "index_page"


@pytest.mark.parametrize(
    ("main", "url", "head"),
    [
        (f"<article><h1>Ferry sails again</h1>{LIFE}</article><section>{teasers(4)}</section>", f"{AT}/coast/ferry", ""),
        (f"<article><h1>Ferry sails again</h1>{LIFE}</article><section>{teasers(3)}</section>", f"{AT}/tag/ferry", ARTICLE),
        (f"<h1>Ferry sails again</h1>{STORY}{teasers(3)}", f"{AT}/category/ferry", ""),
        (f"<h1>Ferry sails again</h1>{STORY}{teasers(3)}", f"{AT}/", ""),
        (f"<h1>Ferry sails again</h1>{LIFE}{teasers(2)}", f"{AT}/category/coast/ferry-sails-again-after-the-long-winter", ""),
        (f"<h1>Ferry sails again</h1>{STORY}{teasers(3)}", f"{AT}/x", KIND.format("CollectionPage")),
        (f"<h1>Ida Holm</h1>{STORY}{STORY.replace('ferry', 'boat')}", f"{AT}/author/ida-holm", PROFILE),
    ],
)  # fmt: skip
def test_a_story_with_teasers_below_it_is_an_article_wherever_it_stands(
    main: str, url: str, head: str
) -> None:
    assert outcome(main, url, head=head) == "record"


def test_without_what_a_page_says_of_itself_a_short_list_would_be_an_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "_FEWEST", 99)
    assert outcome(f"<h1>ferry</h1>{teasers(3)}", f"{AT}/tag/ferry") == "record"


def said(heading: str, *sentences: str) -> str:
    return f"<h1>{heading}</h1>" + "".join(f"<p>{s}</p>" for s in sentences)


SIGN_IN = "Enter your address and read all stories of the five bays, as often as you like and wherever you are, for as long as you like to."


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        (said("Log in to your account", SIGN_IN, SIGN_IN.replace("read", "hear")), "not_article"),
        (said("Anmelden", SIGN_IN, SIGN_IN.replace("read", "hear")), "not_article"),
        (said("Вход в личный кабинет", SIGN_IN, SIGN_IN.replace("read", "hear")), "not_article"),
        (said("تسجيل الدخول", SIGN_IN, SIGN_IN.replace("read", "hear")), "not_article"),
        (said("The Bote", f"Forgot your password? {SIGN_IN}", f"Already have an account? {SIGN_IN}"), "not_article"),
        (said("One moment", f"You are being redirected to the page that you asked for. {SIGN_IN}"), "not_article"),
        (said("Weiterleitung", f"Sie werden weitergeleitet. {SIGN_IN}"), "not_article"),
        (said("One moment", f"Checking your browser before you come to the Bote. {SIGN_IN}"), "not_article"),
        (said("The Bote", f"Read this story in the app. {SIGN_IN}"), "not_article"),
        (said("The Bote", f"The page you are looking for may have been moved. {SIGN_IN}"), "soft_404"),
        (said("Der Bote", f"Leider konnten wir die von Ihnen gesuchte Seite nicht finden. {SIGN_IN}"), "soft_404"),
        (said("Ukurasa haukupatikana", SIGN_IN, SIGN_IN.replace("read", "hear")), "soft_404"),
        (said("Çerez tercihleri", "Devam etmek için çerez kullanımını kabul ediniz, tercihlerinizi dilediğiniz zaman değiştirebilirsiniz elbette."), "consent_page"),
        (said("Log in bug locks hundreds out", "Hundreds could not log in on Monday, said the bank of Millbrook, and were sent a link that did not work.", "Who had forgotten the password was told to wait for a letter, and rang the office instead."), "record"),
        (said("Ferry office gets an app", "The app of the ferry office tells when the boat sails, and it is free for all who live on the five bays.", "It can be had in two shops, and the mayor was the first who wrote what she thinks of it."), "record"),
        (said("Anmelden", *(f"{SIGN_IN} {n}." for n in range(14))), "record"),
    ],
)  # fmt: skip
def test_a_page_that_stands_in_the_place_of_an_article_is_none(main: str, reason: str) -> None:
    assert outcome(main) == reason


def test_a_signed_or_dated_article_is_none_of_them() -> None:
    main = said("Sign up", SIGN_IN, SIGN_IN.replace("read", "hear"))
    assert outcome(main) == "not_article"
    assert outcome(main, head=ARTICLE) == "record"
    assert (
        outcome(main, head='<meta property="article:published_time" content="2024-03-05T10:00:00Z">')
        == "record"
    )


def test_without_the_rule_a_form_would_be_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "interstitial", lambda headings, sentences: None)
    assert outcome(said("Log in", SIGN_IN, SIGN_IN.replace("read", "hear"))) == "record"
    assert interstitials.interstitial(["Log in"], []) is not None


BRIEFS = {
    "am": ("ጀልባው ይጓዛል", "የሚልብሩክ ወደብ ጽሕፈት ቤት ጀልባው ከሳምንቱ መጨረሻ በፊት እንደሚጓዝ ተናገረ። በወደቡ ላይ ማንም አላመነም። ሦስት የምክር ቤት አባላት ሰነዶቹን ጠየቁ።"),
    "ta": ("படகு மீண்டும்", "மில்புரூக் துறைமுகம் மீண்டும் திறக்கப்படும் என்று அதிகாரிகள் தெரிவித்தனர். யாரும் நம்பவில்லை. மூன்று உறுப்பினர்கள் ஆவணங்களைக் கேட்டனர்."),
    "zh": ("渡轮复航", "米尔布鲁克港务局说，渡轮将在周末前恢复航行。码头上没有人相信。三名议员要求查看调查文件。"),
    "ja": ("フェリー再開", "ミルブルック港湾局は、フェリーが週末までに再開すると述べた。誰も信じなかった。三人の議員が書類を求めた。"),
    "ko": ("여객선 운항", "밀브룩 항만청은 여객선이 주말 전에 다시 운항할 것이라고 밝혔다. 아무도 믿지 않았다. 의원 세 명이 서류를 요구했다."),
    "he": ("המעבורת שבה", "משרד הנמל אמר שהמעבורת תפליג שוב לפני סוף השבוע. איש לא האמין. שלושה חברי מועצה ביקשו את המסמכים."),
}  # fmt: skip
"""News of three sentences."""


def brief(lang: str, head: str = "") -> Record | Rejected:
    title, story = BRIEFS[lang]
    page = f"<!doctype html><html lang={lang}><meta charset=utf-8><title>{title}</title>{head}<body><article><h1>{title}</h1><p>{story}</p>"
    return clean(Page(body=page.encode(), media_type="text/html; charset=utf-8"))


DATED = '<meta property="article:published_time" content="2024-05-03T10:00:00Z">'


@pytest.mark.parametrize("lang", BRIEFS)
def test_three_sentences_with_a_headline_and_a_date_are_an_article(lang: str) -> None:
    assert isinstance(brief(lang, DATED), Record)


@pytest.mark.parametrize("lang", ["am", "zh"])
def test_letters_that_say_more_count_more(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(brief(lang), Record)
    monkeypatch.setattr(judge, "_DENSE", ())
    assert isinstance(brief(lang), Rejected)


@pytest.mark.parametrize("lang", BRIEFS)
def test_a_dump_of_a_headline_and_three_sentences_is_an_article(lang: str) -> None:
    lines = [BRIEFS[lang][0], *re.split(r"(?<=[።。])|(?<=\.) ", BRIEFS[lang][1])]
    assert isinstance(clean(Page(body="\n\n".join(lines).encode(), media_type="text/plain")), Record)


@pytest.mark.parametrize(
    "story",
    [
        "It sails. It sank. It is back.",
        "It sails from the quay of Millbrook at noon, as the harbour office says. Nobody waits for it there.",
    ],
)
def test_fewer_sentences_or_shorter_ones_are_none(story: str) -> None:
    page = f"<title>Ferry sails</title>{DATED}<body><article><h1>Ferry sails</h1><p>{story}</p>"
    said = clean(Page(body=page.encode(), media_type="text/html"))
    assert isinstance(said, Rejected)
    assert said.reason == "too_short"

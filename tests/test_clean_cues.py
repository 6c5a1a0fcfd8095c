"""What the furniture of pages says, in the languages of the papers and of the programs that draw it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.clean.cues import _LISTS, cue

COMMENT_FORMS = [
    "Your email address will not be published. Required fields are marked *",
    "Schreibe einen Kommentar Antworten abbrechen",
    "Deine E-Mail-Adresse wird nicht veröffentlicht.",
    "Votre adresse e-mail ne sera pas publiée.",
    "Tu dirección de correo electrónico no será publicada.",
    "O seu endereço de e-mail não será publicado.",
    "Il tuo indirizzo email non sarà pubblicato.",
    "Je e-mailadres wordt niet gepubliceerd.",
    "Twój adres e-mail nie zostanie opublikowany.",
    "Ваш адрес email не будет опубликован.",
    "لن يتم نشر عنوان بريدك الإلكتروني.",
    "メールアドレスが公開されることはありません。",
    "您的邮箱地址不会被公开。",
    "이메일 주소는 공개되지 않습니다.",
]
BETWEEN_POSTS = [
    "Post navigation",
    "Beitrags-Navigation",
    "Navegación de entradas",
    "Навигация по записям",
    "投稿ナビゲーション",
]
ELSEWHERE = [
    "Weitere Artikel",
    "Articles en relation",
    "Otras noticias",
    "Altri articoli",
    "Другие новости",
    "Mehr lesen: Die Fähre",
]
STORIES = [
    "Your email address, said the harbour master, is nobody's business but the ferry's.",
    "Deine E-Mail-Adresse hatte der Kapitän nicht.",
    "Weitere Artikel über die Fähre gab es nicht, sagte sie.",
    "The next article of the statute speaks of ferries.",
]


@pytest.mark.parametrize("line", COMMENT_FORMS)
def test_a_form_for_comments_says_what_it_is(line: str) -> None:
    found = cue(line)
    assert found is not None
    assert found[0] == "comments"
    assert found[1] >= 0.8


@pytest.mark.parametrize("line", BETWEEN_POSTS)
def test_a_heading_between_posts_leads_elsewhere(line: str) -> None:
    assert cue(line) == ("navigation", 0.95)


@pytest.mark.parametrize("line", ELSEWHERE)
def test_a_heading_of_other_articles_is_one(line: str) -> None:
    found = cue(line)
    assert found is not None
    assert found[0] == "related"


@pytest.mark.parametrize("line", STORIES)
def test_a_sentence_that_begins_much_the_same_is_of_the_story(line: str) -> None:
    assert cue(line) is None


@given(st.text(max_size=200))
def test_no_line_makes_it_raise(line: str) -> None:
    found = cue(line)
    assert found is None or found[0] in {label for label, _ in _LISTS}


@pytest.mark.parametrize("source", [source for _, source in _LISTS], ids=[label for label, _ in _LISTS])
def test_no_list_has_an_empty_phrase_or_one_twice(source: str) -> None:
    phrases = [part for line in source.splitlines() for part in line.removeprefix("|").split("|") if part]
    assert all(phrase.strip("=^$ ") for phrase in phrases)
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("You may also like", "related"),
        ("Cela pourrait vous intéresser", "related"),
        ("Notas relacionadas", "related"),
        ("Você também pode gostar", "related"),
        ("Potrebbero interessarti", "related"),
        ("Relaterte artikler", "related"),
        ("Lue seuraavaksi", "related"),
        ("Może cię zainteresować", "related"),
        ("Súvisiace články", "related"),
        ("Možda će vas zanimati", "related"),
        ("Morda vas zanima", "related"),
        ("Вам также может быть интересно", "related"),
        ("Схожі новини", "related"),
        ("Свързани новини", "related"),
        ("Σχετικά άρθρα", "related"),
        ("İlginizi çekebilir", "related"),
        ("Susiję straipsniai", "related"),
        ("Saistītie raksti", "related"),
        ("Seotud lood", "related"),
        ("Lexo edhe", "related"),
        ("Llegeix també", "related"),
        ("ربما يعجبك أيضا", "related"),
        ("همچنین بخوانید", "related"),
        ("یہ بھی پڑھیں", "related"),
        ("קראו עוד", "related"),
        ("इसे भी पढ़ें", "related"),
        ("আরও পড়ুন", "related"),
        ("இதையும் படிக்க", "related"),
        ("ఇవి కూడా చదవండి", "related"),
        ("你可能也喜歡", "related"),
        ("よく読まれている記事", "related"),
        ("많이 본 뉴스", "related"),
        ("Simak juga", "related"),
        ("Có thể bạn quan tâm", "related"),
        ("Soma zaidi", "related"),
        ("კომენტარები", "comments"),
        ("মন্তব্য করুন", "comments"),
        ("Pridať komentár", "comments"),
        ("Ostavite komentar", "comments"),
        ("Комментарии закрыты", "comments"),
        ("Štítky:", "navigation"),
        ("Keywords: ferry, quay", None),
        ("Метки: паром, причал", "navigation"),
        ("Dit artikel is alleen voor abonnees", "subscribe"),
        ("Лишь подписчики решили", None),
        ("Článek pokračuje pod reklamou", "advertisement"),
        ("Visas tiesības aizsargātas", "legal"),
        ("Temps de lecture : 4 min", "widget"),
    ],
)
def test_pages_say_it_in_many_languages(line: str, label: str | None) -> None:
    assert (cue(line) or (None,))[0] == label


@pytest.mark.parametrize(
    "line",
    [
        "Il vous reste trois jours pour voir le phare.",
        "Melden Sie sich nie im Zorn.",
        "Envoyer par la poste coûte trop cher.",
        "Condividi il pane con chi arriva.",
        "Jaa leipä kuuteen osaan.",
        "Tilaa on vain kymmenelle.",
        "Recibe una carta cada año.",
        "Comparte piso con su hermana.",
        "شارك في السباق مئة رجل من القرية.",
        "المزيد من الأمطار يوم الثلاثاء.",
        "Подробнее он рассказал во вторник.",
        "Mehr dazu wollte er erst nach der Sitzung sagen.",
        "D'après les voisins, la chaîne était usée.",
        "구독자 수는 이천 명이 됐다.",
        "更多新闻记者赶到了码头。",
        "不代表所有人都高兴。",
        "Das könnte ihnen gelingen, sagte die Kapitänin.",
        "Dans le même temps, le port a fermé.",
        "Você pode ver o farol da ponte.",
        "Potrebbe piovere anche domani, dice il capitano.",
        "Může se stát, že loď nevypluje.",
        "Может быть, паром уйдёт завтра.",
        "Ще одна година чекали на пором.",
        "Още от сутринта фериботът чака.",
        "Etichette nuove per il pesce del porto.",
        "Метки на причале стёрлись.",
        "Most readers of the paper live by the quay.",
        "Background",
        "Hintergrund",
        "Ответ: паром не пойдёт.",
        "پاسخ: کشتی فردا می‌رود.",
        "No.",
        "Yes.",
        "更多的人在码头等船。",
        "相关报道称，渡轮明天开航。",
        "이 시각 현재 배는 항구에 있다.",
        "Bạn có thể đi phà vào buổi sáng.",
    ],
)
def test_a_sentence_in_many_languages_is_of_the_story(line: str) -> None:
    assert cue(line) is None

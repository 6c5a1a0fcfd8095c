"""What the names of classes, ids and roles speak of: ``article__related-links`` is of an article, related, links.

A name falls into its words, at hyphens, underscores and inner capitals. A cue is told by a word, by the beginning or
inside of a word, or by two words in a row; all are looked up, since a page has hundreds of names.
"""

import itertools
import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_PARTS = {
    "caption": "caption legend bildunter bildtext piedefoto legende didascalia photodesc imagetext imgdesc photodescr",
    "credit": "credit copyright photographer imgsource imagesource rights",
    "byline": "byline author signature writer autor auteur firma reporter journalist contributor",
    "author": "author byline",
    "date": "date time published updated publish datum fecha",
    "kicker": "kicker eyebrow overline dachzeile surtitre antetitulo topline rubric strapline pretitle supertitle label",
    "lead": "lede standfirst chapo teasertext intro summary sapo abstract subtitle subheadline excerpt entradilla bajada vorspann "
    "sottotitolo ingress preamble anons description",
    "headline": "headline entrytitle articletitle posttitle pagetitle titulo titre title",
    "share": "share sharing social bookmark",
    "subscribe": "newsletter subscri signup mailing abonn follow optin registration",
    "related": "related recommend readmore moreon morenews seealso mostread popular trending teaser promo outbrain taboola "
    "similar alsoread recirc inlinelink crosslink upnext latest mostviewed further morestories",
    "comments": "comment disqus reply replies respond discussion livefyre",
    "advertisement": "advert sponsor banner adslot publicidad werbung anzeige reklam promotion",
    "navigation": "navbar navigation menu breadcrumb pagination pager toolbar sitemap skiplink siteheader masthead topbar sitefooter",
    "tags": "taglist keyword topic hashtag",
    "legal": "cookie consent gdpr privacy disclaimer legal terms",
    "widget": "widget player video audio weather slider carousel gallery poll quiz loader spinner modal popup overlay tooltip toast dialog",
    "paywall": "paywall premium piano locked metered regwall barrier",
    "footnote": "footnote endnote fussnote notesdebas",
    "correction": "correction editornote editorsnote clarification rectif erratum errata",
    "embed": "embed twittertweet instagrammedia fbpost tiktok tweet",
    "live": "liveblog liveticker livepost livefeed liveentry ticker",
    "body": "articlebody storybody postcontent entrycontent articlecontent bodytext articletext storycontent contentbody richtext articlemain",
    "section": "sectionname category categor rubrik channel",
    "factbox": "factbox infobox backgroundbox faktaruta sidebar aside",
    "bio": "authorbio aboutauthor authorbox authorinfo authordesc",
    "keypoints": "keypoint keypoints aisummary",
    "modal": "modal",
    "placeholder": "placeholder",
    "thread": "comments",
    "account": "signin signup login",
    "excerpt": "postexcerpt",
    "pullquote": "pullquote",
    "teaser": "relcontent latestposts inlineteaser teaserinline interstitial",
    "letter": "newsletter subscriptionwidget",
    "toggle": "togglecard",
    "standfirst": "standfirst preamble subheadline subtitle articleexcerpt articlesummary pagesummary postlead chapo",
}
"""Said anywhere within a word, or by two words in a row."""
_WHOLE = {
    "lead": "lead dek deck",
    "related": "card cards",
    "advertisement": "ad ads dfp",
    "navigation": "nav tab tabs",
    "tags": "tag tags",
    "bio": "bio",
    "author": "abh",
    "teaser": "related recommended",
    "slot": "adslot adunit adcontainer adwrapper adbox",
}
"""Said by the whole word."""
_TWO = frozenset(("slot",))
"""Of these the whole word may be two in a row."""
_SINGLE = tuple((name, tuple(said.split())) for name, said in _PARTS.items())
_HEAD = 4
"""Letters that the shortest part has."""
_HEADED = {
    part[:_HEAD]: [(p, name) for name, parts in _SINGLE for p in parts if p.startswith(part[:_HEAD])]
    for _, some in _SINGLE
    for part in some
}
"""Parts, each with its cue, by how they begin."""
_EXACT = {word: name for name, said in _WHOLE.items() for word in said.split()}
_NONE = frozenset[str]()
_JOINED = {
    part: frozenset((name,))
    for name, parts in _SINGLE
    for part in parts
    if len(part) > 6 or name == "account"
} | {word: frozenset((name,)) for name in _TWO for word in _WHOLE[name].split()}
"""Parts that two words in a row may say; of the short ones only ``sign-in`` and the like, which no others say by chance."""


@lru_cache(maxsize=4096)
def cues_of(said: str) -> frozenset[str]:
    """The cues of all names in a string, as of a class attribute.

    >>> sorted(cues_of("article__related-links lead"))
    ['lead', 'related', 'teaser']
    >>> cues_of("col-md-6")
    frozenset()
    """
    words = words_of(said)
    if len(words) < 2:
        return _of_word(words[0]) if words else _NONE
    found = [cues for cues in map(_of_word, words) if cues]
    found += [_JOINED[pair] for one, other in itertools.pairwise(words) if (pair := one + other) in _JOINED]
    return _NONE.union(*found) if found else _NONE


@lru_cache(maxsize=8192)
def words_of(said: str) -> tuple[str, ...]:
    """The words of all names in a string, in order.

    >>> words_of("articleBody entry-content2")
    ('article', 'body', 'entry', 'content')
    """
    return tuple([word.lower() for word in _WORD.findall(said)])


@lru_cache(maxsize=8192)
def _of_word(word: str) -> frozenset[str]:
    found = set[str]()
    for at in range(len(word) - _HEAD + 1):
        for part, name in _HEADED.get(word[at : at + _HEAD], ()):
            if word.startswith(part, at):
                found.add(name)
    if word in _EXACT:
        found.add(_EXACT[word])
    return frozenset(found) or _NONE

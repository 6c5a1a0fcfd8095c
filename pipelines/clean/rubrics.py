"""What papers call their sections, and what stands where a section is named and is none."""

from pipelines.clean.shapes import squash


def _squashed(names: str) -> frozenset[str]:
    """Names parted by bars, as texts are compared."""
    return frozenset(map(squash, names.split("|")))


HOME = _squashed(
    "Home|Homepage|Home page|Frontpage|Front page|Main page|Start|Startseite|Start page|Zur Startseite|Accueil|Page d'accueil|À la une|A la une|Une|Inicio|Portada|Início|"
    "Página inicial|Capa|Home page|Prima pagina|Voorpagina|Forside|Forsiden|Hjem|Hem|Startsida|Startsidan|Etusivu|Strona główna|Główna|Hlavní stránka|Domů|Úvod|"
    "Domov|Titulná strana|Kezdőlap|Főoldal|Címlap|Acasă|Prima pagină|Početna|Naslovnica|Naslovna|Главная|Главная страница|Головна|Головна сторінка|Начало|Αρχική|Anasayfa|Ana Sayfa|"
    "Beranda|Laman Utama|Utama|Trang chủ|หน้าแรก|หน้าหลัก|الرئيسية|الصفحة الرئيسية|صفحه اصلی|خانه|صفحۂ اول|ہوم|דף הבית|ראשי|עמוד הבית|होम|मुख्य पृष्ठ|मुखपृष्ठ|হোম|প্রচ্ছদ|முகப்பு|హోమ్|"
    "ಮುಖಪುಟ|ഹോം|હોમ|ਹੋਮ|මුල් පිටුව|首页|首頁|主页|ホーム|トップ|TOP|トップページ|홈|처음|Mwanzo|Nyumbani|Gida|Baile|Hafan|Sākums|Pradžia|Avaleht"
)  # fmt: skip
"""The first page of a site, as trails begin with it."""
GENERAL = _squashed(
    "News|Latest|Latest News|All news|Breaking News|News & Stories|Stories|Story|Article|Articles|All articles|Detail|Details|Post|Posts|Blog|Archive|Archives|Topics|Topic|Categories|Category|"
    "Nachrichten|Aktuell|Aktuelles|Meldungen|Alle Artikel|Artikel|Themen|Übersicht|Archiv|Schlagzeilen|Actualités|Actualité|Actus|Thèmes|Noticias|Noticia|Actualidad|Temas|Artículos|Notícias|Artigos|"
    "Notizie|Articoli|Attualità|Nieuws|Artikelen|Nyheter|Nyheder|Uutiset|Wiadomości|Aktualności|Wydarzenia|Zprávy|Články|Hírek|Știri|Vijesti|Vesti|Новости|Статьи|Новини|Статті|Haberler|Haber|"
    "Berita|Tin tức|ข่าว|أخبار|الأخبار|خبر|اخبار|خبریں|חדשות|समाचार|ख़बरें|खबरें|খবর|செய்திகள்|新闻|新聞|新闻中心|正文|ニュース|記事|뉴스|기사|Habari|Labarai|Main Navigation|Unsorted"
)  # fmt: skip
"""Names that say of no section what it is about: the next of the trail may."""
RUBRICS = _squashed(
    "politics|business|sport|sports|entertainment|lifestyle|world|economy|culture|technology|tech|science|health|opinion|weather|travel|local|international|national|society|video|videos|"
    "politik|wirtschaft|kultur|gesellschaft|wissen|panorama|meinung|sport|lokales|wetter|reise|politique|économie|monde|société|culture|santé|politica|economia|cronaca|mondo|spettacoli|cultura|salute|"
    "política|economía|deportes|mundo|sociedad|opinión|salud|espectáculos|economia|desporto|esportes|sociedade|saúde|politiek|economie|buitenland|binnenland|cultuur|politikk|økonomi|kultur|utenriks|"
    "polityka|gospodarka|kraj|świat|политика|экономика|общество|спорт|культура|політика|економіка|суспільство|siyaset|ekonomi|spor|dünya|kültür|سياسة|اقتصاد|رياضة|ثقافة|سیاسی|اقتصادی|ورزشی|فرهنگی|"
    "政治|経済|社会|国際|文化|芸能|スポーツ|经济|国际|体育|娱乐|財經|정치|경제|사회|국제|문화|스포츠|연예|사설|राजनीति|खेल|मनोरंजन"
)  # fmt: skip
"""Rubrics of papers, as lists of keywords name them."""
NOTHING = _squashed(
    "Article|Articles|All articles|Detail|Details|Post|Posts|Story|Archive|Archives|Category|Categories|Topics|Topic|Alle Artikel|Artikel|Themen|Übersicht|Archiv|Temas|Thèmes|Artículos|Artigos|"
    "Articoli|Artikelen|Статьи|Статті|正文|記事|기사|Main Navigation|Main|Unsorted|Back|Go back|Previous|Next|Zurück|Weiter|Vorheriges|Nächstes|Retour|Volver|Voltar|Indietro|Terug|Tillbaka|Tilbage|Tilbake|Назад|返回|戻る|Contact|Contact us|Kontakt|Impressum|Contacto|Contáctenos|Uncategorized|Uncategorised|Allgemein|Unkategorisiert|Non classé|Sin categoría|Sem categoria|Senza categoria|"
    "Geen categorie|Ukategoriseret|Ukategorisert|Okategoriserade|Без рубрики|Без категории|Bez kategorii|غير مصنف|未分类|未分類|미분류|Chưa phân loại|Tak Berkategori|Genel|Featured|All|Alle|Todos|Todo|Tous|Tutti|Root|Content|Menu|Menü|Menú|Cart|Warenkorb|Panier|Carrito|Carrello|Search|Suche|Popular searches|Browse content|Subscribe|Suscríbase|Suscríbete|S'abonner|Abonnieren|Abbonati|Assine|Filed under|Posted in"
)  # fmt: skip
"""Names of no section at all."""
CONTROLS = _squashed(
    "English|Deutsch|Français|Español|Italiano|Português|Share|Teilen|Login|Log in|Anmelden|AMP|Video|Videos|Print"
)
"""Links beside a headline to which an address may have a folder, too."""
MENU = _squashed(
    "Subscribe|Suscríbase|Suscríbete|S'abonner|Abonnieren|Abbonati|Assine|¿Quiénes somos?|Sitemap|Mapa del sitio|Mapa de sitio|Plan du site"
)
"""Links of a menu, which its class calls a trail."""

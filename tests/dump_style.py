"""Makes raw text dumps in the style of an aggregator's scrape, each line with the labels it may have.

A dump begins with the headline, then a credit with the caption glued to it, the caption again with the site's name,
a subscribe line, paragraphs between blank lines, pairs of a teaser's picture text and its headline, a subhead, a
footnote, and ends in the page's furniture. All words are invented; two dumps never share a site or an agency.

    python tests/dump_style.py FOLDER      writes them as numbered .txt files with .json beside them
"""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

COUNT = 40


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """What a language needs to say all that."""

    places: tuple[str, ...]
    sites: tuple[str, ...]
    titles: tuple[str, ...]
    captions: tuple[str, ...]
    teaser_pictures: tuple[str, ...]
    teaser_titles: tuple[str, ...]
    paragraphs: tuple[str, ...]
    subheads: tuple[str, ...]
    footnotes: tuple[str, ...]
    subscribe: tuple[str, ...]
    feeds: tuple[str, ...]
    join: tuple[str, ...]
    widgets: tuple[str, ...]
    marked: tuple[str, ...]
    """Paragraphs with one place for the mark."""
    stray: tuple[str, ...]
    """Lines of templates left in another script."""
    gap: str = " "


@dataclass(frozen=True, kw_only=True)
class Dump:
    """One raw dump and what a person would say of its lines."""

    language: str
    text: str
    labels: dict[int, tuple[str, ...]]
    """By line number from 1; a glued line has the pair of labels in order, joined by ``+``."""
    headline: str
    site: str
    body: tuple[str, ...]
    credit: tuple[str, str, int]
    caption: str
    footnote: str | None


AGENCIES = (
    "Nordbild",
    "Photonova",
    "Reuters",
    "Meridian",
    "AFP",
    "Agence Boréale",
    "AP",
    "Lumen Press",
    "Getty Images",
    "Orbita",
)
PEOPLE = (
    "Ida Holm",
    "Bruno Castel",
    "Mira Petrov",
    "Samir Haddad",
    "Lena Vogt",
    "Tomás Arce",
    "Anya Orlova",
    "Ken Mori",
)

TONGUES: dict[str, Tongue] = {
    "fr": Tongue(
        places=("Valmont", "Brissac-sur-Lune", "Port-Aubry"),
        sites=("Courrier de Valmont", "L'Écho du Rivage", "Gazette Libre", "Le Fanal", "Tribune Ouest"),
        titles=("Le port de {p} rouvre après trois semaines de grève des pilotes", "À {p}, la mairie renonce à vendre le vieux phare", "Les apiculteurs de {p} réclament une aide après le gel"),
        captions=("Une grue dans le bassin nord", "Le vieux phare vu de la digue", "Des ruches sous la neige"),
        teaser_pictures=("Des dockers devant la capitainerie un matin de novembre (image d'archives)", "Le conseil municipal réuni dans la salle des fêtes de la ville", "Une file de camions sur la route côtière après la tempête"),
        teaser_titles=("Les pilotes du fleuve menacent d’arrêter le travail", "Le prix du poisson double en une semaine", "La région promet de nouvelles écluses avant l’été"),
        paragraphs=(
            "Les premiers navires ont quitté le bassin nord de {p} mercredi matin, sous une pluie fine, après que les équipages eurent voté la reprise à une courte majorité.",
            "«Nous avons obtenu ce que nous demandions depuis deux ans, et personne ne nous fera reculer», a déclaré la présidente du syndicat devant la capitainerie.",
            "Selon la chambre de commerce, les pertes dépassent douze millions de couronnes, dont un tiers pour les seuls conserveurs, qui ont dû jeter leur marchandise.",
            "Le maire, qui n'avait pas souhaité s'exprimer pendant le conflit, a promis de réunir toutes les parties avant la fin du mois afin d'éviter une nouvelle paralysie.",
            "Trois cargos attendaient encore au large dans la soirée, et les autorités pensent que le trafic ne redeviendra normal qu'au début de la semaine prochaine.",
            "En 2017, une grève semblable avait duré quarante jours et coûté leur poste à deux directeurs; les habitants de {p} s'en souviennent encore.",
        ),
        subheads=("Un conflit de deux ans", "Les pêcheurs contre la régie"),
        footnotes=("Groupe interdit dans la principauté de Lunaire", "Le nom a été changé à la demande du témoin"),
        subscribe=("S'abonner", "Abonnez-vous à notre lettre quotidienne"),
        feeds=("Fil info", "Toutes les actualités", "En continu"),
        join=("Pour commenter cet article, connectez-vous ou inscrivez-vous", "Connectez-vous pour prendre part à la discussion"),
        widgets=("loader", "Chargement...", "Discussion", "0"),
        marked=("La milice du Cap Noir{m} a nié toute responsabilité dans l'incendie des entrepôts, que le procureur de {p} attribue pourtant à plusieurs de ses membres.",),
        stray=("Загрузить ещё материалы", "Название статьи"),
    ),
    "en": Tongue(
        places=("Harrowgate Bay", "Millbrook", "Eastmoor"),
        sites=("Millbrook Messenger", "The Tidewater Post", "Eastmoor Daily", "Northern Lantern", "Bay Chronicle"),
        titles=("Ferry to {p} sails again after engineers mend cracked hull", "Council in {p} votes to keep its last swimming pool", "Beekeepers near {p} count losses after the coldest April"),
        captions=("The ferry at the east quay", "Swimmers at the old pool", "Hives under late snow"),
        teaser_pictures=("Passengers waiting at the terminal during the long stoppage last spring (file photo)", "Workers repairing the harbour wall after a storm tore away the upper stones", "A row of empty stalls at the covered market in the old town"),
        teaser_titles=("Harbour wall may not survive another winter, surveyors warn", "Market traders ask for a year without rent", "Island school finds its missing bell"),
        paragraphs=(
            "The first passengers in nearly a month boarded shortly after dawn, many of them carrying tools and seed potatoes for gardens on {p} that had been left to weeds.",
            "\"We never thought it would take this long to find somebody who could weld the old plates,\" said the company's chief engineer, who had slept on board for nine nights.",
            "According to the harbour office, some four thousand people a week depend on the crossing, and the detour by road takes more than three hours each way.",
            "The council has promised to pay half of the repair bill, although two members voted against the plan and want a full account of how the damage was missed.",
            "A second ship will be chartered for the summer, and timetables should return to normal by the end of next week if the weather holds.",
            "In 2009 a similar crack kept the vessel in dock for eleven weeks; shopkeepers in {p} still speak of that year as the hungry spring.",
        ),
        subheads=("A crossing nobody can replace", "Two councillors against the plan"),
        footnotes=("Organisation outlawed in the Republic of Lunara", "Name changed at the request of the witness"),
        subscribe=("Subscribe", "Sign up for our morning newsletter"),
        feeds=("News feed", "Latest news", "All news"),
        join=("To join the discussion, log in or register", "Log in to leave a comment"),
        widgets=("loader", "Loading...", "Chat", "0"),
        marked=("The Black Cape militia{m} has denied setting the fire in the warehouses, which the prosecutor in {p} blames on several of its members.",),
        stray=("Заголовок загружаемой статьи", "Показать ещё"),
    ),
    "de": Tongue(
        places=("Grünwinkel", "Seehausen an der Au", "Altmühlen"),
        sites=("Altmühlener Bote", "Neue Seepost", "Das Morgenblatt", "Kurier am Fluss", "Grünwinkler Anzeiger"),
        titles=("Fähre nach {p} fährt nach vier Wochen wieder", "Stadtrat von {p} stimmt für den Erhalt des alten Bades", "Imker rund um {p} beklagen hohe Verluste nach dem Frost"),
        captions=("Die Fähre am Ostkai", "Schwimmer im alten Bad", "Bienenstöcke im späten Schnee"),
        teaser_pictures=("Fahrgäste warten während des langen Stillstands am Anleger (Archivbild)", "Arbeiter bessern nach dem Sturm die Mauer des Hafens von Altmühlen aus", "Leere Stände in der Markthalle der Altstadt an einem Wochentag"),
        teaser_titles=("Hafenmauer übersteht wohl keinen weiteren Winter", "Händler fordern ein Jahr ohne Miete", "Inselschule findet ihre verschwundene Glocke wieder"),
        paragraphs=(
            "Kurz nach Sonnenaufgang gingen die ersten Fahrgäste seit fast einem Monat an Bord, viele mit Werkzeug und Saatkartoffeln für die verwilderten Gärten von {p}.",
            "„Wir hätten nie gedacht, dass es so lange dauert, jemanden für die alten Platten zu finden“, sagte der leitende Ingenieur, der neun Nächte an Bord geschlafen hatte.",
            "Nach Angaben der Hafenmeisterei sind jede Woche rund viertausend Menschen auf die Überfahrt angewiesen; der Umweg über die Straße dauert mehr als drei Stunden.",
            "Der Stadtrat will die Hälfte der Rechnung übernehmen, obwohl zwei Mitglieder dagegen stimmten und einen Bericht darüber verlangen, wie der Schaden übersehen wurde.",
            "Für den Sommer soll ein zweites Schiff gechartert werden, und der Fahrplan dürfte Ende nächster Woche wieder gelten, wenn das Wetter hält.",
            "Im Jahr 2009 lag das Schiff wegen eines ähnlichen Risses elf Wochen im Dock; in {p} spricht man noch heute vom hungrigen Frühling.",
        ),
        subheads=("Eine Überfahrt ohne Ersatz", "Zwei Räte gegen den Plan"),
        footnotes=("In der Republik Lunara verbotene Vereinigung", "Name auf Wunsch der Zeugin geändert"),
        subscribe=("Abonnieren", "Jetzt abonnieren und nichts verpassen"),
        feeds=("Newsticker", "Schlagzeilen", "Letzte Meldungen"),
        join=("Um zu kommentieren, melden Sie sich bitte an oder registrieren Sie sich", "Melden Sie sich an, um an der Diskussion teilzunehmen"),
        widgets=("loader", "Wird geladen...", "Chat", "0"),
        marked=("Die Miliz vom Schwarzen Kap{m} bestreitet, die Lagerhallen angezündet zu haben, was der Staatsanwalt in {p} mehreren ihrer Mitglieder vorwirft.",),
        stray=("Заголовок следующего материала", "Ещё новости"),
    ),
    "es": Tongue(
        places=("Puerto Almira", "Villaseca del Río", "San Telmo de la Costa"),
        sites=("El Faro de Almira", "Diario del Litoral", "La Voz Serrana", "Correo del Sur", "Noticias de Villaseca"),
        titles=("El transbordador de {p} vuelve a navegar tras un mes de reparaciones", "El ayuntamiento de {p} decide conservar la vieja piscina", "Los apicultores de {p} piden ayuda después de la helada"),
        captions=("El transbordador en el muelle este", "Bañistas en la vieja piscina", "Colmenas bajo la nieve"),
        teaser_pictures=("Pasajeros esperan en la terminal durante el largo paro de la primavera (archivo)", "Obreros reparan el muro del puerto después del temporal de la semana pasada", "Puestos vacíos en el mercado cubierto del casco antiguo"),
        teaser_titles=("El muro del puerto no resistirá otro invierno", "Los comerciantes piden un año sin alquiler", "La escuela de la isla recupera su campana perdida"),
        paragraphs=(
            "Los primeros pasajeros en casi un mes subieron a bordo poco después del amanecer, muchos con herramientas y semillas para los huertos abandonados de {p}.",
            "«Nunca pensamos que tardaríamos tanto en encontrar a alguien capaz de soldar las planchas viejas», dijo el jefe de máquinas, que durmió nueve noches a bordo.",
            "Según la oficina del puerto, unas cuatro mil personas dependen cada semana de la travesía, y el rodeo por carretera lleva más de tres horas en cada sentido.",
            "El ayuntamiento pagará la mitad de la factura, aunque dos concejales votaron en contra y exigen saber por qué nadie vio el daño a tiempo.",
            "Un segundo barco será fletado para el verano, y los horarios deberían volver a la normalidad a finales de la próxima semana si el tiempo lo permite.",
            "En 2009 una grieta parecida dejó el barco once semanas en el dique; en {p} todavía se habla de aquella primavera del hambre.",
        ),
        subheads=("Una travesía sin sustituto", "Dos concejales contra el plan"),
        footnotes=("Organización prohibida en la República de Lunara", "Nombre cambiado a petición de la testigo"),
        subscribe=("Suscribirse", "Suscríbete a nuestro boletín"),
        feeds=("Últimas noticias", "Canal de noticias", "Lo último"),
        join=("Para comentar, inicia sesión o crea una cuenta", "Inicia sesión para participar en la conversación"),
        widgets=("loader", "Cargando...", "Chat", "0"),
        marked=("La milicia del Cabo Negro{m} negó haber incendiado los almacenes, aunque el fiscal de {p} acusa a varios de sus miembros.",),
        stray=("Заголовок загруженной новости", "Показать больше"),
    ),
    "ru": Tongue(
        places=("Заречье", "Белоозёрск", "Старая Пристань"),
        sites=("Вестник Заречья", "Озёрная правда", "Утренний курьер", "Голос побережья", "Северный маяк"),
        titles=("Паром до города {p} снова ходит после месяца ремонта", "Совет города {p} решил сохранить старый бассейн", "Пчеловоды под городом {p} подсчитывают потери после заморозков"),
        captions=("Паром у восточного причала", "Пловцы в старом бассейне", "Ульи под поздним снегом"),
        teaser_pictures=("Пассажиры ждут на причале во время долгой весенней стоянки (архивное фото)", "Рабочие чинят стену гавани после шторма на прошлой неделе", "Пустые прилавки крытого рынка в старом городе"),
        teaser_titles=("Стена гавани не переживёт ещё одну зиму", "Торговцы просят год без арендной платы", "Островная школа нашла пропавший колокол"),
        paragraphs=(
            "Первые за месяц пассажиры поднялись на борт вскоре после рассвета, многие с инструментами и семенным картофелем для заброшенных огородов города {p}.",
            "«Мы и не думали, что так долго придётся искать человека, который заварит старые листы», — сказал главный механик, проведший на борту девять ночей.",
            "По данным портовой конторы, от переправы зависят около четырёх тысяч человек в неделю, а объезд по дороге занимает больше трёх часов в одну сторону.",
            "Совет обещал оплатить половину счёта, хотя двое депутатов голосовали против и требуют отчёта о том, как повреждение осталось незамеченным.",
            "На лето наймут второе судно, и расписание должно вернуться к обычному в конце следующей недели, если не помешает погода.",
            "В 2009 году похожая трещина держала судно в доке одиннадцать недель; в городе {p} до сих пор вспоминают ту голодную весну.",
        ),
        subheads=("Переправа без замены", "Двое депутатов против плана"),
        footnotes=("Организация запрещена в республике Лунара", "Имя изменено по просьбе свидетеля"),
        subscribe=("Подписаться", "Подпишитесь на нашу рассылку"),
        feeds=("Лента новостей", "Последние новости", "Все новости"),
        join=("Чтобы участвовать в дискуссии, войдите или зарегистрируйтесь", "Войдите, чтобы оставить комментарий"),
        widgets=("loader", "Загрузка...", "Чат", "0"),
        marked=("Ополчение Чёрного мыса{m} отрицает поджог складов, в котором прокурор города {p} обвиняет нескольких его участников.",),
        stray=("عنوان المادة التالية", "読み込み中の記事"),
    ),
    "ar": Tongue(
        places=("مرسى الياسمين", "عين الوادي", "رأس النخيل"),
        sites=("بريد الوادي", "صوت المرسى", "الصباح الجديد", "منارة الساحل", "أنباء النخيل"),
        titles=("العبّارة تعود إلى {p} بعد شهر من الإصلاح", "مجلس {p} يقرر الإبقاء على المسبح القديم", "مربو النحل قرب {p} يحصون خسائرهم بعد الصقيع"),
        captions=("العبّارة عند الرصيف الشرقي", "سباحون في المسبح القديم", "خلايا النحل تحت الثلج"),
        teaser_pictures=("ركاب ينتظرون في المحطة أثناء التوقف الطويل في الربيع الماضي (صورة أرشيفية)", "عمال يصلحون جدار الميناء بعد العاصفة التي ضربت المدينة الأسبوع الماضي", "أكشاك خالية في السوق المسقوفة داخل البلدة القديمة"),
        teaser_titles=("جدار الميناء قد لا يصمد شتاء آخر", "التجار يطلبون سنة بلا إيجار", "مدرسة الجزيرة تعثر على جرسها المفقود"),
        paragraphs=(
            "صعد أول الركاب منذ شهر تقريبا إلى متن العبّارة بعد الفجر بقليل، وحمل كثير منهم أدوات وبذورا للحدائق المهجورة في {p}.",
            "وقال كبير المهندسين الذي نام على متنها تسع ليال: «لم نتوقع أن يطول البحث عن شخص يستطيع لحام الألواح القديمة».",
            "وبحسب مكتب الميناء يعتمد نحو أربعة آلاف شخص كل أسبوع على هذا الخط، ويستغرق الطريق البري البديل أكثر من ثلاث ساعات في كل اتجاه.",
            "وتعهد المجلس بدفع نصف الفاتورة، مع أن عضوين صوتا ضد الخطة ويطالبان بتقرير كامل عن سبب عدم اكتشاف الضرر في وقته.",
            "ومن المقرر استئجار سفينة ثانية للصيف، وينتظر أن تعود المواعيد إلى طبيعتها في نهاية الأسبوع المقبل إذا سمح الطقس.",
            "وفي عام 2009 أبقى شق مماثل السفينة في الحوض أحد عشر أسبوعا، وما زال أهل {p} يذكرون ذلك الربيع القاسي.",
        ),
        subheads=("خط لا بديل له", "عضوان ضد الخطة"),
        footnotes=("تنظيم محظور في جمهورية لونارا", "غُيّر الاسم بطلب من الشاهدة"),
        subscribe=("اشترك", "اشترك في النشرة البريدية"),
        feeds=("شريط الأخبار", "آخر الأخبار", "موجز الأخبار"),
        join=("للمشاركة في النقاش، سجل الدخول أو أنشئ حسابا", "سجل الدخول لترك تعليق"),
        widgets=("loader", "جاري التحميل", "دردشة", "0"),
        marked=("ونفت ميليشيا الرأس الأسود{m} إحراق المستودعات، وهو ما يتهم به المدعي العام في {p} عددا من أعضائها.",),
        stray=("Заголовок следующей статьи", "読み込み中の記事"),
    ),
    "ja": Tongue(
        places=("白波市", "北原町", "東浜"),
        sites=("白波新報", "北原タイムズ", "東浜デイリー", "みなと通信", "朝の灯台"),
        titles=("{p}行きのフェリー、一か月ぶりに運航を再開", "{p}の議会、古い市民プールの存続を決定", "{p}周辺の養蜂家、遅霜の被害を訴える"),
        captions=("東岸壁に停泊するフェリー", "古いプールで泳ぐ人々", "雪をかぶった巣箱"),
        teaser_pictures=("昨年春の長い運休中に待合室で船を待つ乗客たち（資料写真）", "先週の嵐で崩れた港の防波堤を修理する作業員たち", "旧市街の屋根付き市場に並ぶ空の屋台と店主たち"),
        teaser_titles=("港の防波堤は次の冬を越せない恐れ", "市場の店主らが一年間の家賃免除を求める", "島の小学校で行方不明の鐘が見つかる"),
        paragraphs=(
            "ほぼ一か月ぶりとなる最初の乗客は夜明け直後に乗船し、多くは荒れた{p}の畑のために道具や種芋を抱えていた。",
            "「古い鋼板を溶接できる人を探すのにこれほど時間がかかるとは思わなかった」と、九晩を船内で過ごした機関長は話した。",
            "港湾事務所によると、毎週およそ四千人がこの航路を利用しており、道路で迂回すると片道三時間以上かかるという。",
            "市は修理費の半額を負担すると約束したが、二人の議員は反対票を投じ、損傷が見落とされた経緯の説明を求めている。",
            "夏には二隻目の船を借りる予定で、天候に恵まれれば来週末には通常の時刻表に戻る見通しだ。",
            "2009年にも似た亀裂で船は十一週間ドックに入り、{p}の人々はいまもあの厳しい春のことを語る。",
        ),
        subheads=("代わりのない航路", "計画に反対する二人の議員"),
        footnotes=("ルナラ共和国で禁止されている組織", "証言者の希望により仮名とした"),
        subscribe=("購読する", "メールマガジンに登録"),
        feeds=("新着ニュース", "ニュース一覧", "最新ニュース"),
        join=("コメントするにはログインしてください", "議論に参加するにはログインまたは会員登録が必要です"),
        widgets=("loader", "読み込み中", "チャット", "0"),
        marked=("黒岬民兵団{m}は倉庫への放火を否定しているが、{p}の検察は複数の構成員が関わったとみている。",),
        stray=("Заголовок следующей статьи", "عنوان المادة التالية"),
        gap="",
    ),
    "zh": Tongue(
        places=("白浪市", "青原镇", "东滩"),
        sites=("白浪日报", "青原时报", "东滩新闻网", "海港晨报", "灯塔周刊"),
        titles=("停航一个月后{p}渡轮恢复航行", "{p}议会决定保留老游泳馆", "{p}附近养蜂人清点霜冻损失"),
        captions=("停靠在东码头的渡轮", "老游泳馆里的泳客", "积雪下的蜂箱"),
        teaser_pictures=("去年春天长时间停航期间在候船室等候的旅客（资料图片）", "工人正在修理上周被暴风雨冲垮的港口防波堤", "老城区有顶市场里一排排空着的摊位和店主"),
        teaser_titles=("港口防波堤恐怕撑不过下一个冬天", "市场商户要求免除一年租金", "岛上小学找回失踪的大钟"),
        paragraphs=(
            "近一个月来的首批乘客在天亮后不久登船，许多人带着工具和土豆种，准备打理{p}那些荒芜的菜园。",
            "“我们从没想到，找一个会焊旧钢板的人要花这么久。”在船上睡了九个晚上的轮机长说。",
            "据港务处介绍，每周约有四千人依靠这条航线出行，而走公路绕行单程需要三个多小时。",
            "议会承诺承担一半的修理费用，不过有两名议员投了反对票，并要求说明损坏为何没有被及时发现。",
            "夏季将租用第二艘船，如果天气允许，航班时刻预计在下周末恢复正常。",
            "2009年，一道类似的裂缝曾让这艘船在船坞里停了十一个星期，{p}的居民至今还会提起那个艰难的春天。",
        ),
        subheads=("无可替代的航线", "两名议员反对计划"),
        footnotes=("在卢纳拉共和国被禁止的组织", "应证人要求使用化名"),
        subscribe=("订阅", "立即订阅本报电子报"),
        feeds=("滚动新闻", "最新消息", "即时新闻"),
        join=("登录后发表评论", "参与讨论请先登录或注册账号"),
        widgets=("loader", "加载中", "聊天", "0"),
        marked=("黑岬民兵{m}否认纵火焚烧仓库，但{p}检察官认为其数名成员涉案。",),
        stray=("Заголовок следующей статьи", "عنوان المادة التالية"),
        gap="",
    ),
}  # fmt: skip


class _Sheet:
    """Lines with their labels, as they are written down."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.labels: dict[int, tuple[str, ...]] = {}

    def put(self, text: str, *labels: str) -> None:
        self.lines.append(text)
        self.labels[len(self.lines)] = labels

    def blank(self) -> None:
        self.lines.append("")


def dump(language: str, number: int) -> Dump:
    """The dump of that number; the same every time."""
    rng = random.Random(f"{language}-{number}")
    t = TONGUES[language]
    place = rng.choice(t.places)
    site = t.sites[number % len(t.sites)]
    hung = f"{rng.choice([' - ', ' | ', ' – '])}{site}"
    agency, person, year = rng.choice(AGENCIES), rng.choice(PEOPLE), rng.randint(2015, 2025)
    kind = number % len(t.titles)
    title, caption = t.titles[kind].format(p=place), t.captions[kind]
    paragraphs = [p.format(p=place) for p in rng.sample(t.paragraphs, rng.randint(4, 6))]
    footnote = None
    if number % 4:
        footnote = "*" + rng.choice(t.footnotes)
        paragraphs.insert(rng.randint(0, len(paragraphs)), rng.choice(t.marked).format(m="*", p=place))
    sheet = _Sheet()
    sheet.put(title, "headline")
    sheet.blank()
    credit = f"© {agency} {year} {person}"
    sheet.put(credit + caption, "credit+caption")
    sheet.put(caption + hung, "caption", "duplicate")
    sheet.put(rng.choice(t.subscribe), "subscribe")
    body = _story(sheet, t, paragraphs, hung, rng)
    if footnote:
        sheet.put(footnote, "footnote")
        sheet.blank()
    _tail(sheet, t, rng)
    return Dump(
        language=language, text="\n".join(sheet.lines) + rng.choice(["", "\n"]), labels=sheet.labels, headline=title,
        site=site, body=tuple(body), credit=(agency, person, year), caption=caption, footnote=footnote,
    )  # fmt: skip


def _story(sheet: _Sheet, t: Tongue, paragraphs: list[str], hung: str, rng: random.Random) -> list[str]:
    body = []
    teasers = list(zip(rng.sample(t.teaser_pictures, 2), rng.sample(t.teaser_titles, 2), strict=True))
    places = rng.sample(range(1, len(paragraphs)), 3)
    for i, paragraph in enumerate(paragraphs):
        if i in places[:2]:
            picture, line = teasers.pop()
            sheet.put(picture + hung, "related")
            sheet.put(line, "related")
            sheet.blank()
        if i == places[2]:
            body.append(rng.choice(t.subheads))
            sheet.put(body[-1], "subhead")
            sheet.blank()
        sheet.put(paragraph, "paragraph", "lead", "quote")
        sheet.blank()
        body.append(paragraph)
    return body


def _tail(sheet: _Sheet, t: Tongue, rng: random.Random) -> None:
    sheet.put(rng.choice(t.feeds), "navigation", "widget", "related")
    for text in rng.sample(t.widgets, 3):
        sheet.put(text, "widget", "comments", "navigation", "foreign")
    sheet.put(rng.choice(t.join), "comments")
    sheet.put(rng.choice(t.stray), "foreign", "widget")


def dumps(count: int = COUNT) -> list[Dump]:
    """That many dumps, over all the languages in turn."""
    names = list(TONGUES)
    return [dump(names[i % len(names)], i // len(names)) for i in range(count)]


def main(folder: Path) -> None:
    """Writes all dumps with their labels."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, made in enumerate(dumps()):
        (folder / f"{i:03d}.txt").write_text(made.text, "utf-8")
        told = {
            "language": made.language,
            "labels": made.labels,
            "headline": made.headline,
            "site": made.site,
        }
        (folder / f"{i:03d}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

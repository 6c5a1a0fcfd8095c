"""In the Slavic and Baltic languages, Greek, Hungarian, Finnish, Estonian, Albanian, Turkish, Azerbaijani, Kazakh, Uzbek, Kyrgyz,
Tatar, Georgian, Armenian and Maltese."""

SUBSCRIBE = """
подписывайтесь на наш
подпишитесь на наш
подписывайтесь на нас в
подпишитесь на нас в
подписывайтесь на … в telegram
подписывайтесь на … в google
подписывайтесь на … в дзен
подписывайтесь на телеграм-канал$
подписывайтесь на telegram-канал$
подпишитесь на telegram-канал$
^подпишитесь на рассылку «
^подписывайтесь на рассылку «
читайте нас в
читайте нас там, где
следите за нашими новостями
следите за новостями в нашем
следите за нами в
присоединяйтесь к нашему … канал
присоединяйтесь к нам в telegram
присоединяйтесь к нам в социальных
добавьте … в избранные источники
добавляйте … в … источники в
поддержите нашу редакцию
поддержите нашу работу
поддержите работу редакции
поддержите независимую журналистику
оформите регулярное пожертвование
оформите ежемесячный донат
благодаря вашим донатам
мы работаем благодаря … читател
мы продолжаем работать … благодаря … читател
станьте нашим патроном
скачайте наше приложение
установите наше приложение
чтобы читать нас без vpn
получайте наши новости
падпісвайцеся на наш
чытайце нас у
далучайцеся да нашага
падтрымайце нашу рэдакцыю
підписуйтесь на наш
підписуйтеся на наш
підпишіться на наш
підпишись на наш
підписуйтесь на … у telegram
підписуйтеся на … в telegram
підписуйтесь на … в google
підписуйтеся на … в google
приєднуйтесь до нашого
приєднуйтеся до нашого
приєднуйся до нашого
долучайтесь до нашо
долучайтеся до нашо
долучайтеся до спільноти
станьте частиною нашої спільноти
читайте нас у
слідкуйте за нами
стежте за нами в
стежте за нашими новинами
слідкуйте за нашими новинами
підтримайте нас на patreon
підтримайте нас донатом
підтримайте нашу редакцію
підтримайте роботу редакції
підтримайте незалежну журналістику
ми працюємо завдяки … читач
завантажуйте наш застосунок
завантажуйте наш додаток
zapisz się do naszego
zapisz się na nasz
zasubskrybuj nasz
dołącz do nas na facebook
obserwuj nas w google
obserwuj nas na
śledź nas na
śledź nas w
polub nas na
polub nasz … profil
polub nasz fanpage
pobierz naszą aplikację
pobierz aplikację … i czytaj
wesprzyj naszą redakcję
wesprzyj nasze dziennikarstwo
wesprzyj nas na patronite
wspieraj niezależne dziennikarstwo
wspieraj nasze … dziennikarstwo
wykup dostęp do naszych
kup dostęp i czytaj
wykup prenumeratę
zamów prenumeratę
ten artykuł jest dostępny tylko
artykuł dostępny tylko dla
pozostało ci … artykułu
dziękujemy, że przeczytała
dziękujemy, że jesteś z nami
dziękujemy, że nas czytasz
přihlaste se k odběru naš
přihlaste se k odběru newsletter
odebírejte náš
odebírejte naše
sledujte nás na
sledujte náš … profil
sledujte náš … kanál
přidejte si … mezi oblíbené zdroje
přidejte si nás
předplaťte si naš
předplaťte si náš
podpořte naši redakci
podpořte naši práci
podpořte nezávislou žurnalistiku
staňte se naším předplatitelem
staňte se naším podporovatelem
stáhněte si naši aplikaci
tento článek je odemčený
tento článek je jen pro
tento článek je pouze pro
zbývá vám … článku
pokračovat ve čtení mohou
děkujeme, že nás čtete
prihláste sa na odber naš
prihláste sa na odber newsletter
odoberajte náš
odoberajte naše
pridajte si … medzi obľúbené zdroje
pridajte si nás
stiahnite si našu aplikáciu
podporte našu redakciu
podporte našu prácu
podporte nezávislú žurnalistiku
tento článok je odomknutý
tento článok je len pre
tento článok je určený pre … predplatiteľ
ďakujeme, že nás čítate
ďakujeme, že nás podporujete
predplaťte si naš
naročite se na naš
naročite se na e-novice
prijavite se na naš
prijavite se na e-novice
prijavite se na prejemanje
sledite nam na
spremljajte nas na
podprite naše … novinarstvo
podprite neodvisno novinarstvo
postanite naš … naročnik
prenesite našo aplikacijo
članek je na voljo le naročnikom
članek je na voljo samo naročnikom
pratite nas na
pratite nas i na
pratite nas putem
pratite nas i putem
zapratite nas na
lajkujte našu
prijavite se na newsletter
pretplatite se na naš
pridružite se našoj … zajednici
pridružite se našoj viber
pridružite nam se na viber
pridružite nam se na facebook
preuzmite našu aplikaciju
preuzmite naše aplikacije
skinite našu aplikaciju
instalirajte našu aplikaciju
preuzmite mobilnu aplikaciju
podržite naše novinarstvo
podržite nezavisno novinarstvo
podržite rad redakcije
postanite naš pretplatnik
ovaj je sadržaj dostupan samo
ovaj sadržaj je dostupan samo
ovaj članak je dostupan samo
пратите нас на
пратите нас и на
пријавите се на наш
преузмите нашу апликацију
преузмите мобилну апликацију
придружите се нашој … заједници
подржите рад редакције
следете нè на
следете нѐ на
следете не на
придружете се на нашата
преземете ја нашата апликација
претплатете се на наш
поддржете го … новинарство
абонирайте се за наш
абонирайте се за бюлетина
абонирайте се за нашия
последвайте ни в
следвайте ни в
следете ни в
следете ни и в
присъединете се към нашата
присъединете се към канала
подкрепете нашата … журналистика
подкрепете независимата журналистика
изтеглете нашето … приложение
свалете нашето … приложение
изтеглете мобилното приложение
тази статия е достъпна само
prenumeruokite mūsų
užsiprenumeruokite mūsų
sekite mus facebook
sekite mus socialini
sekite mus instagram
sekite mus google
sekite mūsų naujienas
prisijunkite prie mūsų … bendruomenės
prisijunkite prie mūsų facebook
atsisiųskite mūsų programėlę
paremkite mūsų … žurnalistik
paremkite nepriklausomą žurnalistiką
šis straipsnis skirtas tik
straipsnis prieinamas tik
^seko mums
sekojiet mums facebook
sekojiet mums sociāl
sekojiet mums instagram
piesakies mūsu … jaunum
pieraksties mūsu … jaunum
pierakstieties mūsu … jaunum
abonējiet mūsu
lejupielādē mūsu lietotni
lejupielādējiet mūsu lietotni
atbalsti mūsu žurnālist
atbalsti neatkarīgu … žurnālistiku
šis raksts pieejams tikai
ακολουθήστε μας στο
ακολουθήστε μας και στο
ακολουθήστε το … στο google
στο google news και μάθετε
μάθετε πρώτοι όλες τις
μάθετε πρώτοι τις ειδήσεις
εγγραφείτε στο newsletter
εγγραφείτε στο κανάλι μας
εγγραφείτε στο ενημερωτικό μας
γραφτείτε στο newsletter
κάντε εγγραφή στο newsletter
γίνετε συνδρομητές στο
κατεβάστε την εφαρμογή μας
κατεβάστε τη δωρεάν εφαρμογή
στηρίξτε την ανεξάρτητη … δημοσιογραφία
iratkozzon fel hírlevel
iratkozz fel hírlevel
iratkozzon fel … hírlevelünkre
iratkozz fel … hírlevelünkre
kövessen minket … facebook
kövess minket … facebook
kövessen minket a google
kövess minket a google
kövessen minket az instagram
kövess minket az instagram
^kövessen minket
^kövess minket
csatlakozzon$ … csoportunkhoz
csatlakozz$ … csoportunkhoz
töltse le … alkalmazásunkat
töltsd le … alkalmazásunkat
támogassa$ … szerkesztőségünk
támogassa ön is … lapunk
fizessen elő lapunk
fizessen elő a lapra
csak előfizetőink … olvashat
ez a cikk csak előfizető
tilaa uutiskirjeemme
tilaa maksuton uutiskirje
uutiskirje suoraan sähköpostiisi
^seuraa meitä
lataa sovelluksemme
lataa ilmainen uutissovelluksemme
liity … whatsapp-kanavallemme$
tämä artikkeli on vain tilaaj
artikkeli on vain tilaajille
tämä juttu on vain tilaaj
tue riippumatonta journalismia
liitu meie uudiskirja
telli meie uudiskir
tellige meie uudiskir
telli endale … uudiskiri
jälgi meid facebook
jälgi meid ka
jälgi meid sotsiaalmeedia
jälgige meid facebook
lae alla meie
toeta sõltumatut ajakirjandust
see artikkel on … tellijatele
artikli lugemiseks … telli
na ndiqni në
na ndiqni edhe
na ndiqni në google
bashkohuni me kanalin tonë
bashkohu me kanalin tonë
bashkohuni në kanalin tonë
abonohuni në buletinin
shkarkoni aplikacionin tonë
shkarko aplikacionin tonë
mbështetni gazetarinë e pavarur
bültenimize abone olun$
bültenimize kaydolun$
bültenimize üye olun$
bizi takip edin$
bizi takip etmek için … tıkla
kanalımıza abone olun$
kanalımıza katılmak için
kanalımıza katılın
whatsapp kanalımızı takip
uygulamamızı indirin$
uygulamamızı hemen indir$
bağımsız gazeteciliğe destek olun$
devamını okumak için abone
google news'te takip et
google haberler'de takip et
bizi … səhifəsində izləyin
bizi facebook'da izləyin
kanalımıza abunə olun$
telegram kanalımıza qoşul
whatsapp kanalımıza qoşul
kanalımıza keçid
tətbiqimizi yükləyin
telegram-арнамызға жазыл
telegram арнамызға жазыл
біздің … арнамызға жазыл
әлеуметтік желілердегі парақшамызға
kanalimizga obuna
каналимизга обуна
каналыбызга жазыл
безнең telegram-канал … языл
безнең телеграм-канал … языл
telegram-каналыбызга языл
გამოიწერეთ ჩვენი
გამოიწერე ჩვენი
შემოუერთდით ჩვენს
შემოგვიერთდით facebook
მოგვყევით facebook
ჩამოტვირთეთ ჩვენი აპლიკაცია
հետևեք մեզ telegram
հետևեք մեզ facebook
հետևեք մեզ սոցիալական
հետևեք մեր telegram
բաժանորդագրվեք մեր
միացեք մեր telegram
միացեք մեր տելեգրամ
segwina fuq facebook
segwina fuq il-paġna
ingħaqad mal-grupp tagħna
niżżel l-app tagħna
"""
RELATED = """
больше новостей в нашем
больше новостей на нашем
больше новостей … в нашем telegram
читайте в нашем материале
читайте в нашей статье
читайте в материале «
подробнее читайте в материале
полный текст интервью читайте
слушайте … в нашем подкасте
смотрите в нашем видео
больш навін у нашым
більше новин … у нашому
більше новин … на нашому
читайте у нашому матеріалі
читайте в нашому матеріалі
читайте у нашій статті
слухайте … у нашому подкасті
więcej … przeczytasz w naszym
więcej … na naszej stronie głównej
więcej informacji … znajdziesz na stronie głównej
więcej aktualności … znajdziesz na
więcej ciekawych … znajdziesz na
najnowsze informacje … znajdziesz na naszej
cały artykuł przeczytasz w
całość przeczytasz w
posłuchaj naszego podcastu
oglądaj nas na kanale
czytaj więcej w … wydaniu
poslechněte si náš
poslouchejte náš podcast
více se dočtete v našem
více se dozvíte v našem
celý rozhovor si přečtěte
celý rozhovor si můžete přečíst
celý rozhovor si můžete poslechnout
čtěte v tištěném vydání
další zprávy … najdete na našem
vypočujte si náš podcast
počúvajte náš podcast
viac sa dočítate v našom
celý rozhovor si môžete prečítať
celý rozhovor si môžete vypočuť
prisluhnite našemu podkastu
celoten intervju … preberite v
več preberite v tiskani
več preberite v … izdaji
više čitajte u našem
više o ovoj temi pročitajte
cijeli intervju pročitajte
ceo intervju pročitajte
ceo tekst pročitajte
cijeli tekst pročitajte
najnovije vijesti pročitajte
poslušajte naš podcast
poslušajte naš podkast
више прочитајте на нашем
прочитајте повеќе на нашата
прочетете още … на нашия
чуйте … в нашия подкаст
четете още … на нашия
daugiau naujienų … rasite mūsų
klausykitės mūsų tinklalaid
daugiau … skaitykite mūsų
klausies mūsu podkāst
lasiet vairāk mūsu
δείτε όλες τις τελευταίες ειδήσεις
διαβάστε όλες τις τελευταίες
διαβάστε περισσότερα στο … μας
όλες τις τελευταίες ειδήσεις από την ελλάδα
ειδήσεις από την ελλάδα και τον κόσμο, τη στιγμή
ακούστε το podcast μας
további híreinket … olvas
hallgassa meg … podcastünk
hallgasd meg … podcastünk
a teljes interjút … olvashatja
a teljes cikket … olvashatja
lue koko juttu
lue lisää aiheesta
kuuntele$ … podcastimme
pikemalt$ … paberleh
pikemalt$ … tänasest paberleh
kuula meie … saadet
lexoni më shumë në faqen tonë
haberin devamı için tıkla
haberin devamını okumak için
haberin detayları için tıkla
tüm haberler için tıkla
daha fazla haber için … tıkla
daha ətraflı … linkdə
"""
COMMENTS = """
чтобы оставить комментарий, авторизуйтесь
чтобы оставить комментарий, войдите
чтобы оставить комментарий, необходимо
чтобы оставлять комментарии, необходимо
войдите, чтобы оставить комментарий
авторизуйтесь, чтобы оставить
комментарии могут оставлять только зарегистрированные
оставлять комментарии могут только зарегистрированные
оставьте свой комментарий
делитесь своим мнением в комментариях
поделитесь своим мнением в комментариях
расскажите в комментариях
пишите в комментариях
редакция не несет ответственности за … комментари
редакция не несёт ответственности за … комментари
щоб залишити коментар, увійдіть
щоб залишити коментар, необхідно
увійдіть, щоб залишити коментар
редакція не несе відповідальності за … коментар
пишіть у коментарях
діліться своїми думками в коментарях
діліться своєю думкою в коментарях
redakcja nie ponosi odpowiedzialności za … komentarz
zaloguj się, aby dodać komentarz
zaloguj się, aby skomentować
zaloguj się, by skomentować
aby dodać komentarz, musisz
aby komentować, musisz
komentarze są prywatnymi opiniami
podziel się swoją opinią w komentarz
podzielcie się … w komentarzach
daj znać w komentarz
dajcie znać w komentarz
napisz w komentarz
dodając komentarz, akceptujesz
dodając komentarz, oświadczasz
co o tym sądzicie? napisz
diskutovat mohou jen přihlášení
diskutovat mohou pouze přihlášení
pro vstup do diskuse se
pro přidání komentáře se
redakce si vyhrazuje právo … příspěv
redakce si vyhrazuje právo … koment
vložením příspěvku souhlasíte
napište nám do komentářů
napište do komentářů
pro diskutování se přihlaste
redakcia si vyhradzuje právo … príspev
redakcia si vyhradzuje právo … koment
pre pridanie komentára sa
napíšte nám do komentárov
za komentiranje se morate
za komentiranje je potrebna prijava
uredništvo si pridržuje pravico … komentar
komentarji izražajo stališča avtorjev
redakcija zadržava pravo da … komentar
redakcija zadržava pravo … brisanj
uredništvo zadržava pravo … koment
komentari izražavaju stavove
komentari … nisu stavovi redakcije
molimo korisnike da se suzdrže
molimo čitatelje da se suzdrže
molimo čitaoce da se uzdrže
da biste komentarisali, morate
morate biti prijavljeni da biste … koment
napišite nam u komentarima
podijelite svoje mišljenje u komentarima
podelite svoje mišljenje u komentarima
редакција задржава право … коментар
коментари … не одражавају став
редакцијата го задржува правото … комент
мора да сте најавени за да
за да коментирате, трябва
за да коментирате, моля
влезте в профила си, за да коментирате
редакцията не носи отговорност за … коментар
пишете ни в коментарите
norėdami komentuoti, prisijunkite
norėdami komentuoti, turite
už komentarus atsako … parašę
komentarus rašo … skaitytojai
lai komentētu, lūdzu
lai pievienotu komentāru, nepieciešams
redakcija neatbild par … komentār
για να σχολιάσετε, πρέπει
για να αφήσετε σχόλιο, πρέπει
γράψτε το σχόλιό σας
διατηρεί το δικαίωμα … να μη δημοσιεύει
η ευθύνη των σχολίων
a kommentek nem szerkesztett
a hozzászólások nem szerkesztett
a hozzászóláshoz be kell
a hozzászóláshoz jelentkezzen
a kommenteléshez be kell
hozzászólások elolvasásához … jelentkezzen
írja meg véleményét kommentben
voit keskustella aiheesta
mitä ajatuksia aihe herättää
mitä ajatuksia juttu herätti
kommentointi vaatii kirjautumisen
kirjaudu sisään kommentoidaksesi
kirjaudu sisään, niin voit kommentoida
kommenteerimiseks logi sisse
kommenteerimiseks pead
lini komentin tuaj
redaksia nuk mban përgjegjësi … koment
yorum yapabilmek için … giriş yapmalısınız
yorum yapabilmek için … giriş yapın
yapılan yorumlardan … sorumlu
yazılan yorumlar hiçbir şekilde
suç teşkil edecek, yasadışı
suç teşkil edecek, yasa dışı
düşüncelerinizi yorumlarda … paylaş
şərh yazmaq üçün … daxil
կարծիքը թողնելու համար
"""
SHARE = """
поделитесь этой новостью
поделитесь этим материалом
поделитесь этой статьей
поделитесь этой статьёй
^поделитесь с друзьями
^понравилась статья? поделитесь
^понравился материал? поделитесь
^понравилась новость? поделитесь
поділіться цією новиною
поділіться цією статтею
поділіться цим матеріалом
^поділіться з друзями
^сподобалась стаття? поділіться
^сподобався матеріал? поділіться
udostępnij ten artykuł
podziel się tym artykułem
podoba ci się ten artykuł
spodobał ci się artykuł? udostępnij
spodobał ci się ten artykuł
líbil se vám článek? sdílejte
líbil se vám tento článek
sdílejte tento článek
páčil sa vám článok
zdieľajte tento článok
delite ta članek
vam je bil članek všeč
podijelite ovaj članak
podijelite ovu vijest
podelite ovu vest
podelite ovaj tekst
podijelite ovaj tekst
sviđa vam se ovaj članak
поделите ову вест
поделите овај текст
споделете ја оваа вест
споделете ја веста
споделете тази статия
споделете тази новина
хареса ли ви статията
хареса ли ви тази статия
pasidalykite šiuo straipsniu
dalinkitės šiuo straipsniu
patiko straipsnis? pasidal
dalies ar šo rakstu
dalieties ar šo rakstu
κοινοποιήστε το άρθρο
μοιραστείτε το άρθρο
μοιραστείτε αυτό το άρθρο
σας άρεσε το άρθρο
tetszett a cikk? oszd
tetszett a cikk? ossza
ha tetszett a cikk, oszd
ha tetszett a cikk, ossza
oszd meg ezt a cikket
ossza meg ezt a cikket
jaa tämä artikkeli
jaa tämä juttu
jaga seda artiklit
jaga artiklit sõpradega
shpërndajeni këtë artikull
shpërndaje këtë lajm
bu haberi paylaşın
bu haberi arkadaşlarınızla
გააზიარეთ ეს სტატია
aqsam dan l-artiklu
"""
ADVERTISEMENT = """
^реклама. ооо
^реклама. рекламодатель
^реклама … erid$
^на правах рекламы
статья продолжается после рекламы
продолжение материала после рекламы
^на правах реклами
продовження статті після реклами
dalsza część artykułu pod
dalsza część tekstu pod
dalsza część materiału pod
dalszy ciąg artykułu pod
dalszy ciąg materiału pod
ciąg dalszy artykułu pod
reszta artykułu pod
artykuł zawiera linki afiliacyjne
materiał zawiera linki afiliacyjne
artykuł zawiera linki partner
artykuł powstał we współpracy z partner
článek pokračuje pod
text pokračuje pod
pokračování článku pod
článek obsahuje affiliate
článek obsahuje reklamní odkazy
článok pokračuje pod
pokračovanie článku pod
článok obsahuje affiliate
članek se nadaljuje pod
nadaljevanje članka pod
članak se nastavlja ispod
članak se nastavlja nakon
tekst se nastavlja ispod
tekst se nastavlja nakon
vijest se nastavlja nakon
nastavak teksta ispod
nastavak članka nakon oglasa
текст се наставља испод
статията продължава под
статията продължава след рекламата
текстът продължава под
straipsnis tęsiasi po reklam
tekstas tęsiasi po reklam
raksts turpinās pēc reklām
raksta turpinājums pēc reklām
το άρθρο συνεχίζεται μετά
η συνέχεια μετά τη διαφήμιση
a cikk a hirdetés után
cikkünk a hirdetés után
a cikk a hirdetés alatt
cikkünk … után folytatódik
juttu jatkuu mainoksen
juttu jatkuu kuvan
juttu jatkuu videon
artikkeli jatkuu mainoksen
artikkeli jatkuu kuvan
jutun sisältö jatkuu
juttu sisältää mainoslinkkejä
artikkeli sisältää mainoslinkkejä
sisältää mainoslinkkejä
artikkel jätkub pärast reklaami
lugu jätkub pärast reklaami
artikkel jätkub peale
artikulli vazhdon pas reklamës
haber reklamdan sonra devam
haberin devamı reklamdan sonra
"""
WIDGET = """
^ваш браузер не поддерживает
нашли ошибку? выделите
нашли опечатку? выделите
если вы нашли ошибку, выделите
если вы нашли ошибку, пожалуйста, выделите
если вы заметили ошибку в тексте
если вы обнаружили ошибку в тексте
выделите фрагмент с ошибкой
выделите ее и нажмите
мы используем cookie
мы используем файлы cookie
сайт использует файлы cookie
сайт использует cookie
оставаясь на сайте, вы
продолжая использовать … сайт, вы соглашаетесь
продолжая просмотр … сайта, вы соглашаетесь
для просмотра этого видео включите
текст озвучен … нейросет
^ваш браўзер не падтрымлівае
калі вы заўважылі памылку ў тэксце
^ваш браузер не підтримує
якщо ви помітили помилку, виділ
якщо ви знайшли помилку, виділ
якщо ви знайшли помилку в тексті
знайшли помилку? виділ
помітили помилку? виділ
виділіть її мишкою
виділіть її та натисніть
ми використовуємо cookie
ми використовуємо файли cookie
сайт використовує файли cookie
цей сайт використовує cookie
продовжуючи … сайту, ви погоджуєтесь
^twoja przeglądarka nie obsługuje
strona korzysta z plików cookie
strona używa plików cookie
serwis korzysta z plików cookie
serwis wykorzystuje pliki cookie
używamy plików cookie
wykorzystujemy pliki cookie
zobacz ten materiał, zaakceptuj
aby wyświetlić tę treść
aby zobaczyć tę treść
aby zobaczyć ten materiał, musisz
to wideo jest niedostępne
znalazłeś błąd w artykule
zauważyłeś błąd w artykule
znalazłeś błąd w tekście
oceń jakość naszego artykułu
twoja opinia jest dla nas
czy ten artykuł był
notowania opóźnione o … minut
dane opóźnione o … minut
^váš prohlížeč nepodporuje
používáme soubory cookie
používáme cookies
tento web používá cookie
tento web používá soubory
tyto webové stránky používají
toto video není dostupné
našli jste v článku chybu
našli jste chybu? napište
všimli jste si v článku chyby
jak se vám líbil tento článek
ohodnoťte tento článek
obsah se vám nezobrazuje
^váš prehliadač nepodporuje
používame súbory cookie
používame cookies
tento web používa
tieto stránky používajú cookies
našli ste v článku chybu
našli ste chybu? napíšte
ak máte pripomienku alebo ste našli
^vaš brskalnik ne podpira
uporabljamo piškotke
spletno mesto uporablja piškotke
spletna stran uporablja piškotke
ste opazili napako v članku
opazili ste napako v besedilu
našli ste napako v članku
za ogled … omogočite piškotke
^vaš preglednik ne podržava
^vaš pretraživač ne podržava
koristimo kolačiće
ova stranica koristi kolačiće
ova web stranica koristi kolačiće
ovaj sajt koristi kolačiće
ovaj portal koristi kolačiće
primijetili ste grešku u tekstu
primijetili ste pogrešku u tekstu
uočili ste pogrešku u članku
uočili ste grešku u tekstu
primetili ste grešku u tekstu
ovaj video nije dostupan
приметили сте грешку у тексту
овај сајт користи колачиће
користимо колачиће
користиме колачиња
оваа страница користи колачиња
забележавте грешка во текстот
^вашият браузър не поддържа
използваме бисквитки
този сайт използва бисквитки
сайтът използва бисквитки
открихте грешка в текста
видяхте грешка в текста
открихте ли грешка в статията
^jūsų naršyklė nepalaiko
naudojame slapukus
šioje svetainėje naudojami slapukai
svetainė naudoja slapukus
pastebėjote klaidą?
radote klaidą?
^jūsu pārlūkprogramma neatbalsta
mēs izmantojam sīkdatnes
šī vietne izmanto sīkdatnes
šajā vietnē tiek izmantotas sīkdatnes
pamanīji kļūdu?
pamanījāt kļūdu rakstā
pamanīji rakstā kļūdu
^ο browser σας δεν υποστηρίζει
χρησιμοποιούμε cookies για
αυτός ο ιστότοπος χρησιμοποιεί
η ιστοσελίδα χρησιμοποιεί cookies
βρήκατε κάποιο λάθος
^az ön böngészője nem támogatja
^a böngésződ nem támogatja
a weboldal sütiket
weboldalunk sütiket
honlapunk sütiket
ez az oldal sütiket
sütiket használunk, hogy
hibát talált a cikkben
hibát találtál a cikkben
ha hibát talál a cikk
^selaimesi ei tue
käytämme evästeitä
tämä sivusto käyttää evästeitä
sivustomme käyttää evästeitä
huomasitko virheen?
huomasitko jutussa virheen
löysitkö jutusta virheen
kurssit ovat viivästettyjä
^sinu brauser ei toeta
^teie brauser ei toeta
kasutame küpsiseid
see veebileht kasutab küpsiseid
märkasid viga?
leidsid artiklist vea
leidsid vea?
^shfletuesi juaj nuk
kjo faqe përdor cookie
ne përdorim cookie
^tarayıcınız bu … desteklemiyor$
sitemizde çerez
çerez politikamız
bu sitede çerezler
çerezleri kullanıyoruz
veriler en az 15 dakika
veriler 15 dakika gecikmeli
bist isim ve logosu
mətndə orfoqrafik səhv
orfoqrafik səhv aşkar etdinizsə
saytımızda kuki
^brauzeriniz … dəstəkləmir$
საიტი იყენებს ქუქი
ვებგვერდი იყენებს ქუქი
նկատել եք սխալ
կայքն օգտագործում է քուքի
dan is-sit juża l-cookies
din il-paġna tuża l-cookies
"""
LEGAL = """
^все права защищены
при использовании материалов … ссылка
при использовании материалов … гиперссылка
при перепечатке … ссылка на
при цитировании … ссылка на
при полном или частичном использовании
при любом использовании материалов
использование материалов … разрешено только
использование материалов … допускается
перепечатка материалов … только
перепечатка материалов … допускается
любое использование материалов
полное или частичное копирование материалов
мнение редакции может не совпадать
мнение автора может не совпадать
мнение авторов может не совпадать
мнение авторов … с мнением редакции
может не совпадать с позицией редакции
может не совпадать с мнением редакции
настоящий материал (информация)
данное сообщение (материал) создано
не является индивидуальной инвестиционной рекомендацией
не являются индивидуальной инвестиционной рекомендацией
^имеются противопоказания
^есть противопоказания.
^свидетельство о регистрации сми эл
^свидетельство о регистрации средства массовой
^сетевое издание … зарегистрировано
зарегистрировано федеральной службой по надзору
нажимая на кнопку … вы соглашаетесь
нажимая на кнопку, вы соглаша
я согласен на обработку персональных
даю согласие на обработку персональных
вступая … принимаете условия пользовательского
усе правы абаронены
пры выкарыстанні матэрыялаў … спасылка
перадрук матэрыялаў … толькі
^усі права захищені
^всі права захищені
передрук матеріалів … дозволяється
передрук матеріалів … тільки
передрук … лише за умови
використання матеріалів … за умови
використання матеріалів … дозволяється
при використанні матеріалів … посилання
у разі використання матеріалів
при цитуванні$ … посилання
при передруку$ … посилання
будь-яке використання матеріалів
матеріали з позначкою … правах реклами
матеріали з плашкою … правах реклами
редакція може не поділяти
редакція не завжди поділяє
редакція може не погоджуватися
думка редакції може не збігатися
думка автора може не збігатися
може не збігатися з позицією редакції
може не збігатися з думкою редакції
ідентифікатор медіа … r40
wszelkie prawa zastrzeżone
wszystkie prawa zastrzeżone
materiał chroniony prawem autorskim
dalsze rozpowszechnianie artykułu
dalsze rozpowszechnianie materiału
dalsze rozpowszechnianie … zgodą wydawcy
kopiowanie … bez … zgody wydawcy
przedruk … zabroniony$
administratorem twoich danych
administratorem pani/pana danych
wyrażam zgodę na przetwarzanie
wyrażam zgodę na otrzymywanie
zapisując się … akceptujesz
artykuł nie stanowi rekomendacji
nie stanowi rekomendacji inwestycyjnej
nie stanowią rekomendacji inwestycyjn
nie jest rekomendacją inwestycyjną
nie stanowi porady inwestycyjnej
nie odzwierciedla stanowiska redakcji
nie odzwierciedlają stanowiska redakcji
nie musi odzwierciedlać … redakcji
nie muszą odzwierciedlać … redakcji
zawarte w artykule … nie zastępują
udział w nielegalnych grach hazardowych
všechna práva vyhrazena
publikování nebo další šíření
publikování nebo šíření obsahu
šíření obsahu … bez … souhlasu
jakékoli užití obsahu
jakékoliv užití obsahu
názory … se nemusí shodovat s … redakce
nemusí vyjadřovat stanovisko redakce
nemusí se shodovat s názorem redakce
nemusí odpovídat názoru redakce
odesláním … souhlasíte se zpracováním
odesláním formuláře souhlasíte
souhlasím se zpracováním osobních
nepředstavuje investiční doporučení
nepředstavují investiční doporučení
ministerstvo financí varuje: účastí
účastí na hazardní hře může
všetky práva vyhradené
autorské práva sú vyhradené
publikovanie alebo ďalšie šírenie
odoslaním … súhlasíte so spracovaním
súhlasím so spracovaním osobných
nemusia vyjadrovať … redakcie
nemusí vyjadrovať … redakcie
nepredstavuje investičné odporúčanie
vse pravice pridržane
brez pisnega dovoljenja … uredništva
ne izraža nujno stališča uredništva
ne odraža nujno stališč uredništva
ne izražajo nujno stališč
mnenje avtorja in ne odraža
sva prava pridržana
sva prava zadržana
zabranjeno preuzimanje sadržaja
zabranjeno je preuzimanje sadržaja
zabranjeno je preuzimanje tekst
preuzimanje sadržaja … dozvoljeno
preuzimanje sadržaja … dopušteno
nije dozvoljeno preuzimanje tekst
preuzimanje tekst … dozvoljeno
stavovi izraženi u … ne odražavaju
stavovi izneseni u … autora
stavovi izraženi u … autora
ne odražavaju nužno … redakcije
ne odražavaju nužno … uredništva
ne odražavaju uređivačku politiku
сва права задржана
ставови изражени у … аутора
не одражавају нужно … редакције
преузимање садржаја … дозвољено
сите права се задржани
сите права задржани
преземањето на … содржини … дозволено
забрането е преземање
крадењето авторски текстови
не ги одразуваат ставовите на редакцијата
не го одразува ставот на редакцијата
^всички права запазени
позоваването на … е задължително
копирането$ … без … разрешение
препечатването на … е разрешено
може да не съвпада с позицията на редакцията
може да не съвпада с мнението на редакцията
не отразява … позицията на редакцията
не отразяват … позицията на редакцията
материалът не е … препоръка за … инвестиц
visos teisės saugomos
visos teisės ginamos
draudžiama kopijuoti, platinti
be raštiško … sutikimo … draudžiama$
draudžiama be raštiško … sutikimo
kopijuoti, dauginti, platinti
gali nesutapti su redakcijos
nebūtinai sutampa su redakcijos
visas tiesības aizsargātas
visas tiesības paturētas
pārpublicēšana$ … atļauta tikai
pārpublicēšana$ … bez … atļaujas
var nesakrist ar redakcijas
redakcijas viedoklis var nesakrist
par projekta saturu atbild
par publikācijas saturu atbild
mediju atbalsta fonda ieguldījums
με επιφύλαξη παντός
απαγορεύεται η αναδημοσίευση
επιτρέπεται η αναδημοσίευση
απαγορεύεται η αναπαραγωγή … περιεχομένου
δεν υιοθετεί … τις απόψεις των
εκφράζουν αποκλειστικά τις απόψεις
εκφράζουν τις απόψεις των συγγραφέων
αρμόδιος ρυθμιστής εεεπ
κίνδυνος εθισμού & απώλειας
κίνδυνος εθισμού και απώλειας
γραμμή βοήθειας κεθεα
παίξτε υπεύθυνα
minden jog fenntartva
a cikkben … nem minősül befektetési
nem minősül befektetési tanács
nem minősülnek befektetési tanács
nem feltétlenül tükrözi … szerkesztőség
nem feltétlenül tükrözik … szerkesztőség
nem feltétlenül egyezik … szerkesztőség
kaikki oikeudet pidätetään
kirjoitus ei edusta … kantaa
eivät edusta … toimituksen kantaa
kõik õigused kaitstud
ei pruugi ühtida toimetuse
ei pruugi kattuda toimetuse
ilma … kirjaliku nõusolekuta … keelatud
të gjitha të drejtat e rezervuara
të gjitha të drejtat janë të rezervuara
^ndalohet riprodhimi
ndalohet rreptësisht … kopjimi
nuk përfaqësojnë … qëndrimin e redaksisë
nuk pasqyrojnë … qëndrimin e redaksisë
tüm hakları saklıdır
izinsiz kopyalanamaz
izinsiz ve kaynak gösterilmeden
kaynak gösterilmeden kullanılamaz
kaynak gösterilmeden alıntı
izin alınmadan, kaynak gösterilerek
iktibas edilemez
yatırım danışmanlığı kapsamında değildir
burada yer alan yatırım bilgi
haberde yer alan … yatırım tavsiyesi
editöryel politikasını yansıtmayabilir
editoryal politikasını yansıtmayabilir
yayın politikasını yansıtmayabilir
^bütün hüquqlar qorunur
müəlliflik hüquqları qorunur
istifadə edərkən istinad
hiperlinklə istinad
hiperlink vasitəsilə istinad
redaksiyanın mövqeyi ilə üst-üstə düşməyə
müəllifin mövqeyi … düşməyə bilər
^барлық құқықтар қорғалған
^барлық құқық қорғалған
материалдарын пайдалан … сілтеме
гиперсілтеме жасау міндетті
гиперсілтеме болуы міндетті
^barcha huquqlar himoya
materiallaridan foydalan … havola
^барча ҳуқуқлар ҳимоя
^бардык укуктар корголгон
^бардык укуктар сакталган
^барлык хокуклар якланган
^барлык хокуклар сакланган
^ყველა უფლება დაცულია
მასალების გამოყენება … შესაძლებელია
შესაძლოა არ ემთხვეოდეს რედაქციის
შეიძლება არ ემთხვეოდეს რედაქციის
^բոլոր իրավունքները պաշտպանված
մեջբերումներ անելիս … հղում
հղումը պարտադիր է
կարող է չհամընկնել խմբագրության
կարող են չհամընկնել խմբագրության
գովազդների բովանդակության համար
id-drittijiet kollha riżervati
id-drittijiet kollha huma riżervati
"""
AGENCY_NOTE = """
^перевод выполнен с помощью
^перевод подготовлен с помощью
перевод сделан автоматически
текст переведен автоматически
текст переведён автоматически
материал подготовлен с использованием … искусственного
материал подготовлен при помощи нейросет
этот текст впервые опубликован
этот текст был впервые опубликован
этот материал впервые опубликован
^переклад здійснено за допомогою
^переклад виконано за допомогою
^перекладено за допомогою
текст підготовлено за допомогою штучного
матеріал підготовлено за підтримки
матеріал створено за підтримки
публікація створена за … підтримки
публікація підготовлена за … підтримки
tekst powstał przy wsparciu sztucznej
tekst powstał z pomocą sztucznej
artykuł powstał z pomocą sztucznej
artykuł powstał z wykorzystaniem sztucznej
artykuł został przetłumaczony automatycznie
ten tekst ukazał się pierwotnie
ten artykuł pierwotnie ukazał się
článek vznikl s pomocí umělé
text vznikl s pomocí umělé
text byl přeložen pomocí
článek byl přeložen pomocí
tento článek původně vyšel
tento článok pôvodne vyšiel
článok vznikol s pomocou umelej
text bol preložený pomocou
besedilo je prevedeno s pomočjo
članek je bil preveden s pomočjo
tekst je preveden uz pomoć
članak je preveden uz pomoć
tekst je preveden automatski
ovaj tekst je prvobitno objavljen
ovaj članak je izvorno objavljen
овај текст је првобитно објављен
текстот е преведен со
статията е преведена с помощта
текстът е преведен с помощта
tekstas išverstas naudojant
straipsnis išverstas naudojant
straipsnis parengtas naudojant dirbtin
raksts tulkots, izmantojot
teksts tulkots, izmantojot
το άρθρο μεταφράστηκε με
αυτό το άρθρο δημοσιεύθηκε αρχικά
αυτό το άρθρο δημοσιεύτηκε αρχικά
a cikk mesterséges intelligencia
cikkünk mesterséges intelligencia
ez a cikk eredetileg
ez az írás eredetileg
teksti on käännetty koneellisesti
juttu on käännetty tekoälyn
artikkeli on käännetty tekoälyn
artikkeli on tuotettu tekoälyn
juttu on tehty tekoälyn avulla
tekst on tõlgitud tehis
artikkel on tõlgitud tehis
lugu on tõlgitud tehis
ky artikull është përkthyer
bu haber yapay zeka … çevril
editörlerinin hiçbir editoryal müdahalesi
editörlerinin hiçbir editöryel müdahalesi
ajans kanallarından geldiği şekliyle
hukuki muhatabı haberi geçen
"""
OTHER = """
если вы стали свидетелем … пришлите нам
если вы стали свидетелем … пишите нам
стали очевидцем … присылайте
присылайте$ … в редакцию
присылайте нам фото
присылайте нам новости
присылайте свои новости
пишите нам на почту
пишите нам в telegram
свяжитесь с нашей редакцией
хотите поделиться своей историей?
у вас есть новость?
новость дополняется
материал дополняется
^новость обновляется
если вам нужна психологическая помощь
если вы думаете о самоубийстве
калі вы сталі сведкам … дасылайце нам
пішыце нам у
якщо ви стали свідком … надсилайте нам
надсилайте нам новини
надсилайте нам фото
надсилайте свої новини
надсилайте … на пошту редакції
пишіть нам на пошту
пишіть нам у telegram
пишіть нам на email
хочете розповісти свою історію
маєте цікаву історію?
новина доповнюється
новина оновлюється
якщо вам потрібна психологічна
masz ciekawy temat?
masz dla nas temat
masz dla nas ciekawy
masz temat? napisz
masz zdjęcia lub film
jesteś świadkiem … napisz do nas
byłeś świadkiem … napisz do nas
byłeś świadkiem … daj nam
jesteś świadkiem … daj nam
widzisz coś ciekawego? napisz
czekamy na wasze zgłoszenia
czekamy na wasze zdjęcia
czekamy na zdjęcia i
napisz do autora artykułu
napisz do autorki artykułu
napisz do nas na adres
jeśli chcesz podzielić się swoją historią
chcesz podzielić się … napisz
jeśli masz myśli samobójcze
jeśli przeżywasz trudności i myślisz
jeśli znajdujesz się w sytuacji zagrożenia
máte tip na téma
máte tip na zajímav
máte pro nás tip
máte pro nás zajímav
napište nám na adresu
napište nám na e-mail
napište nám na mail
pište nám na e-mail
pošlete nám fotk
pošlete nám své
byli jste svědky … napište nám
byli jste svědky … pošlete nám
stali jste se svědky … události?
kontaktujte redakci na
pokud máte myšlenky na sebevraždu
článek průběžně aktualizujeme
článek aktualizujeme
zprávu aktualizujeme
máte tip na zaujímav
máte pre nás tip
napíšte nám na
pošlite nám … fotk
stali ste sa svedkom … udalosti?
článok aktualizujeme
správu aktualizujeme
pišite nam na
imate zanimivo zgodbo
pošljite nam fotografij
pošljite nam svoj
ste bili priča … pišite
članek dopolnjujemo
novico dopolnjujemo
imate zanimljivu priču
imate priču?
pošaljite nam fotografij
pošaljite nam svoj
pošaljite nam priču
pošaljite nam dojav
javite nam se na mail
javite nam se putem
javite nam … na viber
pošaljite … na našu viber
ako ste svjedok … javite nam
ako ste svedok … javite nam
vijest dopunjujemo
vijest nadopunjujemo
пошаљите нам фотографиј
имате причу?
пишете ни на
испратете ни фотографи
имате приказна?
изпращайте снимки и информация на
изпращайте ни снимки
изпратете ни снимки
изпратете ни сигнал
ако сте станали свидетел … изпратете ни
пишете ни на имейл
очаквайте подробности
turite įdomią istoriją
turite naujieną?
rašykite mums el
parašykite mums el
siųskite mums … nuotrauk
straipsnis papildytas … informacija
raksti mums uz
rakstiet mums uz
sūti mums … foto
sūtiet mums … foto
στείλτε μας φωτογραφ
στείλτε μας την καταγγελία
στείλτε μας την ιστορία
στείλτε μας τα νέα
επικοινωνήστε μαζί μας στο
έχετε κάποια ιστορία … στείλτε
írjon nekünk a
írj nekünk a
küldje el nekünk … fotó
küldd el nekünk … fotó
ha ön is … írja meg nekünk
ha krízishelyzetben van
ha úgy érzi, segítségre
ha ön is úgy érzi, hogy segítségre
ha ön is úgy érzi, segítségre
cikkünk folyamatosan frissül
cikkünk frissül
hírünket frissítjük
onko sinulla uutisvinkki
onko sinulla juttuvinkki
lähetä uutisvinkki
lähetä juttuvinkki
^lähetä meille
ota yhteyttä toimitukseen
juttua on päivitetty
juttua päivitetty
juttua muokattu
juttua täydennetty
jos sinulla on itsetuhoisia ajatuksia
saada meile vihje
saada vihje
kirjuta meile aadressil
anna meile teada aadressil
artiklit täiendatud
uudist täiendatud
na shkruani në
na dërgoni$ … foto
keni një histori për
ihbar hattımız
whatsapp ihbar hattı
bize yazın:
haber güncelleniyor
haber güncellenecek
^bizə yazın
bizə göndərin … foto
xəbər yenilənəcək
მოგვწერეთ ელ
დაგვიკავშირდით მისამართზე
գրեք մեզ telegram
գրեք մեզ հետևյալ
ibgħatilna ritratti
ibgħatilna l-istorja tiegħek
għandek storja?
"""

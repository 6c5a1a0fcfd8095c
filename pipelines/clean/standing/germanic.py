"""In German, Dutch, Swedish, Danish, Norwegian, Icelandic, Faroese, Afrikaans and Luxembourgish."""

SUBSCRIBE = """
newsletter … informiert sie
mit unserem … newsletter … bleiben sie
mit unserem … newsletter … erhalten sie
melden sie sich … unseren … newsletter
melden sie sich … unserem … newsletter
melde dich … unseren … newsletter
melde dich … unserem … newsletter
abonnieren sie unseren
abonnieren sie den podcast
abonniert unseren
hier können sie … newsletter … abonnieren
hier können sie sich … newsletter … anmelden
newsletter … jederzeit wieder … abbestellen
ja, ich möchte … newsletter
ich willige ein … newsletter
mit der anmeldung … stimmen sie
mit ihrer anmeldung … stimmen sie
mit meiner anmeldung … stimme ich
laden sie … unsere app
lade dir … unsere app
holen sie sich … unsere app
mit unserer … app bleiben sie … laufenden
folgen sie unserem … kanal
folge unserem … kanal
folgst du … schon auf
folgen sie uns … google news
jetzt auch bei whatsapp … abonnieren
fügen sie … als bevorzugte quelle
sie wollen … mehr verpassen?
sind sie bereits abonnent
um diesen artikel … lesen
lesen sie diesen artikel … kostenlos
mit einem abo lesen sie
als abonnent haben sie
erhalten sie … zugang zu allen … artikeln
testen sie unser … abo
registrieren sie sich kostenlos, um
unterstützen sie … unabhängigen journalismus
unterstützen sie … unsere arbeit
unterstütze unsere arbeit
mit ihrem abo unterstützen
werden sie … mitglied … journalismus
gefällt ihnen unsere arbeit
hat ihnen der artikel … gefallen
hat dir dieser artikel … gefallen
überall, wo es podcasts
keine folge … verpassen … abonnieren
meld je … aan voor … nieuwsbrief
schrijf je … in op onze
ontvang … nieuwsbrief … in je
abonneer je … op onze
volg ons … whatsapp-kanaal
download … onze app
steun onze journalistiek
met een abonnement lees je
wil je dit artikel lezen
in je favoriete podcast-app
prenumerera på vårt
anmäl dig till … nyhetsbrev
ladda ner vår app
bli prenumerant och läs
logga in för att läsa
stöd vår journalistik
finns där poddar finns
tilmeld dig vores
abonnér på vores
download vores app
støt vores journalistik
log ind for at læse
du skal have abonnement for
hvor du lytter til podcast
meld deg på vårt
last ned appen vår
støtt vår journalistikk
logg inn for å lese
du må vere abonnent
der du hører podkast
der du høyrer podkast
meld deg på … nyheitsbrev
skráðu þig á póstlista
fylgdu okkur á
til að lesa … þarftu áskrift
á öllum helstu hlaðvarpsveitum
tekna teg til … tíðindabræv
fylg okkum á
teken in op ons
kry ons … nuusbrief
sluit aan by ons whatsapp
ondersteun onafhanklike joernalistiek
abonnéiert iech op eis
umelle fir eise newsletter
lued iech eis app
"""
RELATED = """
^lesen sie hier mehr
^lesen sie … in der gedruckten ausgabe
^das ganze interview lesen sie
^den ganzen artikel lesen sie
^mehr darüber lesen sie
^mehr … finden sie in unserem
^mehr … finden sie auf unserer themenseite
^alle … in unserem liveblog
^alle … in unserem liveticker
^alle … in unserem dossier
^alle folgen … finden sie
^die wichtigsten … in unserem liveblog
^verfolgen sie … in unserem liveticker
^hier finden sie alle artikel
^klicken sie hier, um
^hören sie … in unserem podcast
^in der neuen folge unseres podcasts
^dieser artikel ist teil der serie
^das könnte sie auch interessieren
^klicken sie sich … bildergalerie
^lees het hele interview
^lees alles over … in ons dossier
^volg … in ons liveblog
^luister … naar onze podcast
^dit artikel is onderdeel van
^följ … i vår liverapport
^lyssna på vår podd
^klicka här för att
^læs hele historien
^følg … i vores liveblog
^hør vores podcast
^denne artikel er en del af
^les hele saken
^hør siste episode
^denne artikkelen er en del av
^hægt er að lesa … í heild hér
^luister na ons podsending
^dat ganzt interview
"""
COMMENTS = """
beachten sie … unsere netiquette
halten sie sich … an … netiquette
diskutieren sie … in den kommentaren
schreiben sie … in die kommentare
schreib uns … in die kommentare
sagen sie uns ihre meinung
wir freuen uns auf ihren kommentar
behält sich … vor, kommentare
behält sich … vor, leserbriefe
ein anspruch auf veröffentlichung
kommentare werden … vor … freigeschaltet
ihr kommentar wird … freigeschaltet
um kommentieren zu können
um diesen artikel … zu kommentieren
sie müssen angemeldet sein … kommentieren
bitte melden sie sich an, um … kommentar
user-beiträge geben nicht
kommentare … geben nicht … meinung der redaktion
ihre e-mail-adresse wird nicht veröffentlicht
du hast eine frage? stell
je moet ingelogd zijn om te reageren
laat het weten in de reacties
lees onze huisregels
reacties worden … gemodereerd
håll dig till ämnet och
skicka in din debattartikel
vad tycker du? skriv
vil du deltage i debatten
send dit debatindlæg
hold en god tone … debat
logg inn for å kommentere
du må være logget inn … kommentere
vil du skrive … debattinnlegg
ummæli … á ábyrgð þeirra
send okkum … lesarabræv
jy moet aangemeld wees … kommentaar
fir ze kommentéieren
"""
SHARE = """
teilen sie diesen artikel
sie können diesen artikel … verschenken
wenn ihnen … artikel gefallen hat
geef dit artikel cadeau
deildu fréttinni
"""
ADVERTISEMENT = """
dieser artikel enthält … affiliate
bei den … links handelt es sich um … affiliate
mit einem sternchen … links
gekennzeichneten links … provision
erhalten wir … händler … provision
wenn sie über diesen link
wenn sie auf einen dieser links
die produkte … redaktion … unabhängig ausgewählt
dieser artikel ist eine anzeige
dieser artikel entstand in kooperation
bitte deaktivieren sie … adblocker
dit artikel bevat … affiliate
als je via … links … koopt
kost gokken jou
artikeln innehåller annonslänkar
spela ansvarsfullt … 18
artiklen indeholder … reklamelinks
spil ansvarligt … stopspillet
artikkelen inneholder … annonselenker
spill ansvarlig … hjelpelinjen
þessi grein er kostuð
"""
WIDGET = """
finden sie … externen inhalt, der
finden sie einen externen inhalt
an dieser stelle finden sie … inhalt
damit einverstanden, dass mir externe inhalte
empfohlener redaktioneller inhalt
personenbezogene daten an drittplattformen
mit dem laden des … akzeptieren sie
aufgrund ihrer datenschutzeinstellungen
aufgrund ihrer cookie
um diesen inhalt anzuzeigen
um diesen inhalt zu sehen
benötigen … ihre zustimmung … inhalt
mit ihrer zustimmung … geladen
bitte akzeptieren sie … cookies
wir verwenden cookies
diese website verwendet cookies
wie gewohnt mit werbung
geschützt durch recaptcha
dieser inhalt kann … nicht angezeigt
dieses video ist leider nicht mehr
das video kann nicht abgespielt
ihr browser ist veraltet
bitte versuchen sie es … erneut
bitte versuchen sie es später
sie können den artikel … anhören
falls die umfrage nicht … angezeigt
stimmen sie in unserer umfrage
war dieser artikel … hilfreich
alle kurse … minuten verzögert
voor deze functionaliteit … cookies
geef toestemming … te bekijken
om deze inhoud te tonen
deze video is helaas niet
wij gebruiken cookies
deze website maakt gebruik van cookies
för att se innehållet … cookies
du behöver godkänna … cookies
videon är tyvärr inte
vi använder cookies
du skal acceptere … cookies
for at se dette indhold
vi bruger cookies
du må godta … informasjonskapsler
for å se dette innholdet
for å sjå dette innhaldet
vi bruker informasjonskapsler
nettleseren din støtter
nettlesaren din støttar
við notum vafrakökur
til að sjá þetta efni
henda heimasíðan brúkar
ons gebruik koekies
mir benotzen cookies
fir dësen inhalt ze gesinn
"""
LEGAL = """
dieser artikel ist urheberrechtlich
nachdruck … nur mit … genehmigung
die weiterverbreitung … vorheriger
dieser artikel steht unter … lizenz
dieser artikel … keine anlageberatung
die informationen … keine anlageberatung
mehrheitsinhaber der herausgeberin
^hinweis auf interessenkonflikte
alle angaben … ohne gewähr
für den inhalt der … pressemitteilung … verantwortlich
dieser artikel … ersetzt keine … beratung
nur allgemeine hinweise und darf nicht
glücksspiel kann süchtig machen. hilfe
spielteilnahme ab 18
gibt ausschließlich die meinung
äußerungen unserer gesprächspartner
dies ist ein meinungsbeitrag
es gelten die datenschutz … nutzungsbedingungen
finden sie in unserer datenschutz
mehr dazu in unserer datenschutz
sie in unserer datenschutzerklärung
niets uit deze uitgave
dit artikel is auteursrechtelijk
dit artikel … geen beleggingsadvies
deze column is … op persoonlijke titel
citera oss gärna
ska inte ses som … investeringsråd
detta är en debattartikel
det här är en opinionstext
åsikterna … skribentens egna
denne artikel er beskyttet
artiklen må ikke … gengives
udtryk for skribentens … holdning
dette er et debatindlæg
ikke ansvar for innhold på
etter vær varsom-plakaten
ikkje ansvar for innhald på
dette er en kronikk
dette er ein kronikk
dette er eit debattinnlegg
uttrykk for skribentens holdning
öll réttindi áskilin
skoðanir sem … eru höfundar
øll rættindi tilskilað
alle regte voorbehou
nie noodwendig … weerspieël nie
all rechter virbehalen
"""
AGENCY_NOTE = """
dieser artikel erschien zuerst
dieser artikel ist zuerst
dieser text ist zuerst
dieser beitrag ist zuerst
dieser artikel wurde zuerst … veröffentlicht
dieser beitrag erschien zuerst
dieses interview erschien zuerst
^der beitrag … erschien zuerst auf
das original zu diesem beitrag
dieser artikel wurde … übersetzt
dieser artikel wurde mit ki
dieser artikel wurde … künstlicher intelligenz
dieser text wurde … künstlicher intelligenz
dieser beitrag wurde … künstlicher intelligenz
diese zusammenfassung wurde … ki
nach eigenem ermessen ein ki-sprachmodell
diese meldung wurde … automatisch erstellt
dieser artikel basiert auf … agentur
direkt aus dem dpa-newskanal
übermittelt durch news aktuell
^dieses thema im programm
^über dieses thema berichtet
dieser artikel wurde … aktualisiert
dieser artikel wird … aktualisiert
dieser artikel ist älter als
dit artikel verscheen eerder
dit artikel is … vertaald
dit artikel is … met behulp van ai
den här artikeln är översatt
denne artikel er … oversat
denne artikel blev oprindeligt
artiklen har tidligere været bragt
denne saken ble først publisert
denne saka vart først publisert
denne artikkelen er oversatt
oppsummeringen er laget
saken blir oppdatert
þessi grein birtist fyrst
fréttin hefur verið uppfærð
tíðindini eru dagførd
hierdie artikel het eerste verskyn
hierdie artikel is … vertaal
dësen artikel ass fir d'éischt
dësen artikel gouf … iwwersat
"""
OTHER = """
haben sie … fehler entdeckt?
hast du … fehler entdeckt?
haben sie … hinweise … unsere redaktion
schreiben sie uns an
schreiben sie … an unsere redaktion
schick uns dein
schicken sie uns ihre
kontaktieren sie … unsere redaktion
so erreichen sie unsere redaktion
sie erreichen die redaktion
sie erreichen die autorin
werden sie leserreporter
schreibt seit … für diese zeitung
schreibt an dieser stelle jede
ist redakteur dieser zeitung
berichten … in der regel nicht über suizid
hohen nachahmerquote
^haben sie suizidale gedanken oder
^wenn sie … suizidgedanken
^kreisen ihre gedanken darum
^sind sie selbst depressiv oder
^hier finden sie hilfe:
die telefonseelsorge … 0800
dargebotene hand … 143
heb je een … tip voor … redactie
tip de redactie
foutje gezien? mail
^denk je aan zelfdoding
wie met vragen … over zelfdoding
har du hittat … fel i artikeln
^tipsa oss
har du självmordstankar? ring
tip os$
har du fundet en fejl
har du selvmordstanker, så
livslinien … 70 201 201
tips oss
har du funnet en feil
har du funne ein feil
trenger du noen å snakke med?
har du sjølvmordstankar, ring
mental helse … 116 123
ertu með ábendingu
sendu okkur ábendingu
hjálparsíma rauða krossins … 1717
hevur tú eitt tíðindatips
send okkum … tíðindatips
het jy 'n storie vir ons
het jy 'n nuuswenk
as jy … selfmoord … skakel
hutt dir en tipp fir eis
schéckt eis är
kanner-jugendtelefon op … 116
"""

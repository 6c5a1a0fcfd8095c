"""In French, Spanish, Portuguese, Italian, Romanian, Catalan, Galician, Occitan and Basque."""

SUBSCRIBE = """
inscrivez-vous … à notre newsletter
inscrivez-vous … à notre infolettre
inscrivez-vous … à nos newsletters$
inscrivez-vous … à nos infolettres$
inscrivez-vous … à notre lettre
inscrivez-vous … à notre liste de diffusion
abonnez-vous … à notre newsletter
abonnez-vous … à notre infolettre
abonnez-vous … à nos newsletters$
abonnez-vous … à notre lettre
abonnez-vous … à notre chaîne
abonnez-vous … à notre page
abonnez-vous … à notre podcast
abonnez-vous … à notre journal
abonnez-vous … à nos alertes$
abonnez-vous pour lire
abonnez-vous pour accéder
abonnez-vous pour continuer
abonnez-vous pour soutenir
^abonnez-vous dès maintenant
abonne-toi à notre
inscris-toi à notre
vous inscrivant à notre newsletter
vous abonnant à notre newsletter
vous inscrire à notre newsletter
vous abonner à notre newsletter
^chaque … recevez$ … newsletter
^chaque … retrouvez … l'actualité … boîte mail
recevez … notre newsletter
recevez … notre infolettre
recevez … nos newsletters$
recevez … nos alertes$
^recevez … l'actualité … dans votre boîte
^recevez … articles … dans votre boîte
^recevez … l'actualité$ … par e-mail
^recevez gratuitement … l'actualité
^recevez … l'essentiel de l'actualité
^recevez … les dernières actualités
pour ne rien manquer de l'actualité … abonnez
pour ne rien manquer de l'actualité … inscrivez
pour ne rien manquer de l'actualité … suivez
pour ne rien manquer de l'actualité … téléchargez
pour ne rien rater de l'actualité … abonnez
pour ne rien rater de l'actualité … inscrivez
pour suivre toute l'actualité … téléchargez
téléchargez … notre application
téléchargez … notre appli
installez notre application
activez nos notifications
rejoignez … notre chaîne whatsapp
rejoignez … notre canal whatsapp
rejoignez … notre groupe whatsapp
rejoignez … notre chaîne telegram
rejoignez … notre canal telegram
rejoignez-nous sur whatsapp
rejoignez-nous sur telegram
suivez … notre chaîne whatsapp
suivez … notre canal whatsapp
suivez … notre chaîne youtube
suivez-nous sur google
suivez toute l'actualité … sur google
suivez toute l'actualité … sur whatsapp
retrouvez-nous sur nos réseaux
retrouvez-nous sur whatsapp
ajoutez … à vos sources préférées
ajoutez … à vos sources favorites
ajoutez … comme source préférée sur google
faites de … votre source préférée
de cet article à lire. la suite est réservée
cet article est réservé à nos abonnés
cet article est réservé aux abonnés
la suite de cet article est réservée
la lecture de cet article est réservée
l'intégralité de cet article est réservée
pour lire la suite de cet article
pour lire l'intégralité de cet article
pour continuer à lire cet article
poursuivez la lecture de cet article
votre abonnement n'autorise pas la lecture
vous ne pouvez lire … que sur un seul appareil
vous avez atteint … d'articles gratuits
^vous êtes déjà abonné
^pas encore abonné ?
profitez de nos offres d'abonnement
découvrez … nos offres d'abonnement
consultez nos offres d'abonnement
accédez à tous nos contenus
accédez à tous nos articles
accès illimité à tous nos
accès à l'ensemble de nos contenus
si vous appréciez notre travail
si vous souhaitez soutenir notre média
si vous souhaitez soutenir notre journal
soutenez notre travail
soutenez notre média
soutenez une presse libre
soutenez une presse indépendante
soutenez un média indépendant
soutenez-nous en faisant un don
soutenez notre … en faisant un don
aidez-nous à rester indépendant
votre soutien nous est indispensable … informer
votre soutien nous permet de … informer
votre soutien nous permet de … journalis
notre journal ne vit que
notre média ne vit que
tous nos articles sont en accès libre
cet article est en accès libre
^cet article est gratuit
cet article vous est offert
merci de soutenir notre journal
^créez … votre compte gratuit pour
^connectez-vous ou créez un compte
connectez-vous pour lire
abonnez-vous … à ce podcast$
^retrouvez … sur toutes les plateformes d'écoute
découvrez … nos podcasts sur
suscríbete … a nuestra newsletter
suscríbete … a nuestras newsletters
suscríbete … a nuestro boletín
suscríbete … a nuestros boletines
suscríbete … a nuestro canal
suscríbete … a nuestro podcast
suscríbete a la newsletter de
suscríbete para seguir leyendo
suscríbete para leer
suscribite … a nuestro newsletter
suscribite … a nuestra newsletter
suscribite … a nuestro canal
suscribite para seguir leyendo
suscríbase … a nuestro boletín
suscríbase … a nuestra newsletter
suscríbase … a nuestro canal
suscríbase para seguir leyendo
apúntate … a nuestra newsletter
apúntate … a nuestro boletín
apúntate … a nuestra lista de correo
inscríbete … a nuestro boletín
regístrate … en nuestra newsletter
regístrate gratis para seguir leyendo
regístrate para seguir leyendo
inicia sesión para seguir leyendo
^inicia sesión o regístrate
^inicie sesión o regístrese
^recibe … noticias$ … en tu correo
^recibe … newsletter$ … en tu correo
^recibe … noticias$ … en tu email
^recibe … newsletter$ … en tu email
^recibí … noticias$ … en tu correo
^recibí … newsletter$ … en tu correo
^recibí … noticias$ … en tu mail
^recibí … newsletter$ … en tu mail
^reciba … noticias$ … en su correo
^reciba … newsletter$ … en su correo
recibe … nuestra newsletter
recibe … nuestro boletín
recibí … nuestro newsletter
reciba … nuestro boletín
únete … a nuestro canal
únete … a nuestra comunidad en
únete … a nuestro grupo de whatsapp
unite … a nuestro canal de
sumate … a nuestro canal de
sumate … a nuestra comunidad de
súmate … a nuestra comunidad de
síguenos$ … en google
síguenos$ … en nuestras redes
síguenos$ … en nuestro canal
síguenos$ … en whatsapp
síguenos en todas nuestras redes
seguinos$ … en google
seguinos$ … en nuestras redes
síganos$ … en google
síganos$ … en nuestras redes
sigue toda la información de … en facebook
sigue toda la información de … en whatsapp
sigue toda la actualidad … en whatsapp
sigue … nuestro canal de whatsapp
sigue … nuestro canal de telegram
siga … nuestro canal de whatsapp
seguí … nuestro canal de whatsapp
puedes seguir a … en facebook, x
puedes seguirnos en nuestro
puedes seguirnos en nuestras
agréganos … como fuente preferida
agregá … como fuente preferida
añade … como fuente preferida
añádenos como fuente
descarga … nuestra app
descarga … nuestra aplicación
descargá … nuestra app
descargue … nuestra aplicación
activa nuestras notificaciones
este contenido es exclusivo para
este artículo es exclusivo para suscriptores
este artículo es solo para suscriptores
esta noticia es exclusiva para
esta nota es exclusiva para
contenido exclusivo para nuestros suscriptores
has alcanzado el límite de artículos
llegaste al límite de notas
para seguir leyendo este artículo
para seguir leyendo esta nota
para continuar leyendo … suscríbete
tu suscripción se está usando en otro
¿quieres añadir otro usuario a tu suscripción
actualiza tus datos de pago para que podamos
si quieres seguir la actualidad de … suscríbete
si quieres apoyar nuestro periodismo
si quieres recibir … en tu correo
si te gusta nuestro trabajo
si valoras nuestro trabajo
si crees en el periodismo … apóyanos
hazte socio de … periodismo
hazte socia de … periodismo
^hazte socio o socia
^hazte socio/a
hacete socio de … periodismo
^apoya nuestro trabajo
^apoyá nuestro trabajo
^apoye nuestro trabajo
ayúdanos a seguir informando
ayudanos a seguir informando
ayúdanos a seguir haciendo periodismo
necesitamos tu apoyo para seguir informando
necesitamos tu apoyo para seguir … periodismo
tu apoyo nos permite … periodismo
tu aporte nos ayuda a seguir informando
tu donación nos ayuda a … periodismo
accede a todos nuestros contenidos
acceso ilimitado a todos nuestros
escucha nuestro podcast en
inscreva-se … em nossa newsletter
inscreva-se … na nossa newsletter
inscreva-se … no nosso canal
inscreva-se … em nosso canal
inscreva-se … nas nossas newsletters
cadastre-se … em nossa newsletter
cadastre-se … na nossa newsletter
cadastre-se para continuar lendo
cadastre-se para receber … notícias
assine … a nossa newsletter
assine … nossas newsletters
assine para continuar lendo
assine para ler
subscreva … a nossa newsletter
subscreva … as nossas newsletters
subscreva … o nosso canal
receba … a nossa newsletter
receba … nossas newsletters
receba … notícias$ … em seu e-mail
receba … newsletter$ … em seu e-mail
receba … notícias$ … no seu e-mail
receba … newsletter$ … no seu e-mail
receba … notícias$ … no seu email
receba … newsletter$ … no seu email
^receba … as principais notícias
^receba … as notícias do dia
^quer receber … notícias
siga … nosso canal no whatsapp
siga-nos no google
siga o nosso canal
siga nosso perfil
siga o canal do … no whatsapp
siga o canal da … no whatsapp
siga … nas redes sociais e fique
siga nossas redes
siga as nossas redes
acompanhe … em nossas redes
acompanhe … pelas nossas redes
acompanhe nosso canal
acompanhe-nos no
acompanhe-nos nas redes
^clique aqui para entrar no
clique aqui e entre no
clique aqui e siga
^clique aqui para se inscrever
^clique aqui para receber
clique para seguir o canal
entre no nosso canal
entre em nosso canal
entre no nosso grupo
entre em nosso grupo
participe do nosso grupo
participe do nosso canal
participe do canal do … no whatsapp
faça parte do nosso grupo
faça parte do nosso canal
faça parte da nossa comunidade no
junte-se … ao nosso canal
junte-se … à nossa comunidade no
baixe o nosso aplicativo
baixe nosso aplicativo
baixe o nosso app
baixe o app do … notícias
descarregue … a nossa app
descarregue … a nossa aplicação
adicione … como fonte preferida
adicione … às suas fontes preferidas
adicione … como sua fonte
este conteúdo é exclusivo para
este artigo é exclusivo para assinantes
este artigo é exclusivo para os nossos
esta reportagem é exclusiva para
esta matéria é exclusiva para
conteúdo exclusivo para nossos assinantes
você atingiu o limite de
para continuar lendo … assine
para continuar a ler este artigo
já é assinante? faça
^apoie o nosso trabalho
^apoie nosso trabalho
apoie o nosso jornalismo
apoie o jornalismo independente
^ajude-nos a continuar
ajude a manter o nosso
o seu apoio é fundamental para … jornalismo
se gosta do nosso trabalho
se você gosta do nosso trabalho
torne-se nosso assinante
torne-se membro do … jornalismo
acesso ilimitado a todos os nossos
ouça o nosso podcast
siga o podcast … spotify
iscriviti … alla nostra newsletter
iscriviti … alle nostre newsletter
iscriviti … al nostro canale
iscriviti al canale whatsapp
iscriviti al canale telegram
iscriviti gratis alla newsletter
iscrivetevi … alla nostra newsletter
iscrivetevi … al nostro canale
iscriviti … ai nostri canali
abbonati per continuare a leggere
abbonati per leggere
abbonati per proseguire
abbonati … al nostro giornale
^ricevi … notizie … nella tua casella
^ricevi … newsletter$ … nella tua casella
^ricevi … notizie … nella tua mail
^ricevi … newsletter$ … nella tua mail
^ricevi … le notizie più importanti
^ricevi gratis … newsletter
^vuoi ricevere … newsletter
vuoi ricevere le notizie
vuoi rimanere aggiornato
vuoi restare aggiornato
per rimanere aggiornato … iscriviti
per restare sempre aggiornato … iscriviti
per restare aggiornato … segui
resta aggiornato … iscriviti
resta sempre aggiornato … segui
rimani aggiornato … seguici
seguici$ … su google
seguici$ … sul nostro canale
seguici$ … sui nostri canali
seguici$ … sulle nostre pagine
seguiteci$ … sui nostri canali
seguiteci$ … su facebook
segui … il nostro canale whatsapp
segui … la nostra pagina facebook
segui … i nostri canali
segui … su google news
unisciti … al nostro canale
entra nel nostro canale
entra nel canale whatsapp
entra nella nostra community
clicca qui e seguici
clicca qui per iscriverti
^clicca qui per ricevere
aggiungi$ … tra le tue fonti
aggiungi … alle tue fonti preferite
aggiungi … come fonte preferita
scegli … come fonte preferita
scarica … la nostra app
scarica gratis … la nostra app
questo articolo è riservato agli abbonati
questo contenuto è riservato agli abbonati
questo articolo è accessibile solo
questo articolo è riservato a chi è abbonato
contenuto riservato ai nostri abbonati
per continuare a leggere questo articolo
continua a leggere … con il tuo abbonamento
hai raggiunto il limite di articoli
hai già un abbonamento? accedi
scopri … le nostre offerte di abbonamento
^accedi a tutti i nostri contenuti
accesso illimitato a tutti i nostri
accesso illimitato a tutti i contenuti del sito
^sostieni il nostro lavoro
sostieni il nostro giornale
sostieni il giornalismo indipendente
sostieni l'informazione indipendente
sostieni la nostra informazione
aiutaci a restare indipendenti
aiutaci a rimanere indipendenti
aiutaci a mantenere gratuito
se apprezzi il nostro lavoro
se ti piace il nostro lavoro
se ti è piaciuto questo articolo
se sei arrivato fin qui … sostien
il tuo contributo ci permette di … informa
il tuo contributo ci permette di … giornalismo
ascolta il nostro podcast
abonează-te la newsletter
abonează-te … la canalul nostru
abonează-te … la newsletterul nostru
aboneaza-te … la newsletter-ul nostru
abonează-te … la newsletter-ul nostru
abonați-vă la newsletter
abonați-vă … la canalul nostru
abonaţi-vă … la canalul nostru
înscrie-te la newsletter
urmărește-ne și pe
urmăreşte-ne şi pe
urmărește-ne$ … pe google
urmăreşte-ne$ … pe google
urmareste-ne$ … pe google
urmărește-ne pe facebook
urmăriți-ne pe
urmăriţi-ne pe
urmărește … pe google news
urmărește$ … pe whatsapp
urmărește cele mai noi știri … whatsapp
urmăriți … și pe google news
urmăriţi … şi pe google news
poți urmări … pe google news
fiți la curent cu … google news
intră pe canalul nostru
alătură-te … canalului nostru
alătură-te comunității noastre
alătură-te canalului
descarcă aplicația … noastră
descarcă aplicația noastră
instalează aplicația noastră
susține jurnalismul independent
susțineți jurnalismul independent
^susține munca noastră
dacă apreciezi munca noastră
dacă apreciați munca noastră
ajută-ne să rămânem independenți
^ajută-ne să continuăm
redirecționează 3,5 … jurnalism
acest articol este destinat abonaților
acest articol este disponibil doar abonaților
articol disponibil doar pentru abonați
ca să citești mai departe … abonează
pentru a citi în continuare articolul
primește … știri … direct pe e-mail
primești … știri … direct pe e-mail
primește … pe mail … newsletter
subscriu-te … al nostre butlletí
subscriu-te … a la nostra newsletter
subscriu-te … als nostres butlletins
subscriu-te al butlletí
subscriu-te … al nostre canal
subscriviu-vos$ … al nostre
subscriu-te per continuar llegint
subscriu-te per llegir
apunta't … al nostre butlletí
apunta't … a la nostra newsletter
rep … notícies$ … al teu correu
rep … butlletí$ … al teu correu
rep … les notícies … al teu mòbil
uneix-te al nostre canal
uneix-te … al canal de whatsapp
segueix-nos$ … al nostre canal
segueix-nos$ … a whatsapp
segueix-nos$ … a google
segueix … el nostre canal de whatsapp
segueix … el nostre canal de telegram
fes-te subscriptor de
fes-te'n subscriptor
feu-vos-en subscriptor
feu-vos subscriptor
necessitem el vostre suport … periodisme
necessitem el vostre suport … diari
necessitem el teu suport … periodisme
necessitem el teu suport … diari
ens cal el vostre suport … periodisme
ens cal el vostre suport … diari
aquest article és exclusiu per a
aquest contingut és exclusiu per a
contingut exclusiu per a subscriptors
descarrega't … la nostra app
descarrega't … la nostra aplicació
si t'ha agradat aquest article
dona suport al nostre periodisme
dona suport al periodisme independent
fes una donació$ … periodisme
afegeix … com a font preferida
subscríbete … ao noso boletín
subscríbete … á nosa newsletter
subscríbete … ao noso canal
subscríbete … aos nosos boletíns
recibe … novas$ … no teu correo
recibe … a nosa newsletter
faite subscritor
faite subscritora
faite socia … xornal
faite socio … xornal
faite socio ou socia
únete … á nosa canle
únete … ao noso canal
únete … á nosa comunidade
séguenos … na nosa canle
séguenos … nas nosas redes
sigue … a nosa canle de
axúdanos a seguir … xornal
axúdanos a seguir informando
precisamos do teu apoio … xornal
co teu apoio$ … xornalismo
apoia o noso xornalismo
apoia o xornalismo independente
descarga … a nosa app
este contido é exclusivo para
este artigo é exclusivo para subscritor
abonatz-vos a
abonatz-vos$ … nòstra
marcatz-vos … letra d'informacion
sostenètz lo nòstre
sostenètz la nòstra
fasètz un don … informacion
seguissètz-nos sus
sustenite u nostru
abbunatevi à a nostra
eman izena … gure buletin
eman izena gure newsletter
harpidetu gure buletin
harpidetu gure newsletter
harpidetu … gure kanal
egin zaitez harpide
egin zaitez gure … kide
egin zaitez … berrialagun
jaso … albiste … zure posta elektronikoan
jaso … buletin … zure posta elektronikoan
jaso … albiste … zure e-postan
jarraitu gaitzazu
jarrai gaitzazu
jarraitu gure kanala
zure babesa behar dugu … kazetaritza
zure babesa behar dugu … hedabide
zure laguntza behar dugu … kazetaritza
zure ekarpenarekin … kazetaritza
eduki hau harpidedunentzat
artikulu hau harpidedunentzat
egin zure ekarpena … kazetaritza
"""
RELATED = """
retrouvez … dans notre dossier
retrouvez … notre dossier spécial
consultez … notre dossier
lire … notre dossier complet
retrouvez tous nos articles
retrouvez l'ensemble de nos articles
retrouvez toute l'actualité de … sur notre
retrouvez … sur notre site internet
retrouvez … sur notre chaîne youtube
retrouvez … dans notre édition
retrouvez … dans votre journal
retrouvez l'intégralité de cet article
retrouvez l'intégralité de cet entretien
retrouvez cet article dans
retrouvez cet entretien dans
retrouvez cette interview dans
un article à retrouver dans
article à retrouver en intégralité
lire aussi : article réservé
^lire notre article
^lire notre enquête
^lire notre reportage
^lire notre entretien
^lire notre interview
^lire notre dossier
^lire notre critique
^lire notre éditorial
^lire notre analyse
^lire notre portrait
^lire notre décryptage
^relire notre article
^relire notre enquête
^relire notre reportage
^relire notre entretien
^relire notre interview
^relire notre dossier
^relire notre critique
^relire notre éditorial
^relire notre analyse
^relire notre portrait
^relire notre décryptage
^lisez notre article
^lisez notre enquête
^lisez notre reportage
^lisez notre entretien
^lisez notre interview
^lisez notre dossier
^lisez notre critique
^lisez notre éditorial
^lisez notre analyse
^lisez notre portrait
^lisez notre décryptage
^relisez notre article
^relisez notre enquête
^relisez notre reportage
^relisez notre entretien
^relisez notre interview
^relisez notre dossier
^relisez notre critique
^relisez notre éditorial
^relisez notre analyse
^relisez notre portrait
^relisez notre décryptage
^voir aussi notre
^à lire dans notre
^découvrez notre sélection
^suivez notre direct
^suivez en direct … sur notre
^revivez … sur notre site
revoir … en replay sur notre
lire la suite de l'article sur
lire la suite sur notre site
cliquez ici pour lire
cliquez ici pour découvrir
^cliquez ici pour accéder
cliquez ici pour vous abonner
cliquez ici pour consulter
pour en savoir plus, cliquez ici
pour plus d'informations, cliquez ici
pour lire l'article complet
consultez tous nos articles
vous pourriez également être intéressé
ces articles pourraient vous intéresser
lee … el artículo completo en
lea … el artículo completo en
lee la noticia completa en
lea la nota completa en
lea aquí la nota completa
lee aquí la noticia completa
leé la nota completa en
consulta … en nuestro especial
consulta todas nuestras noticias
consulta aquí todas nuestras
encuentra … en nuestro especial
puedes leer más noticias
puede leer más noticias
puedes leer más sobre … haciendo clic
más noticias en nuestro sitio
para más noticias de … visita
para más información, haz clic
^haga clic aquí para leer
^hacé clic acá para
para leer sobre … clic aquí
pincha aquí para leer
pincha aquí para ver
^lea también:
^te puede interesar:
^le puede interesar:
^te recomendamos leer
^le recomendamos leer
en la edición impresa de … suscriptores
lee la entrevista completa en
mira el video completo en nuestro
mirá el video completo en nuestro
sigue en directo … en nuestra web
vea nuestro especial
clique aqui para ler
^clique aqui para acessar
clique aqui e veja
clique aqui e leia
clique aqui e confira
clique aqui e assista
^clique aqui e acesse
^clique aqui para ver
leia a íntegra da reportagem
leia a reportagem completa
leia a matéria completa
leia a notícia completa
leia o artigo completo
leia mais notícias
leia mais sobre … em nosso
leia outras notícias
leia também outras
veja mais notícias
veja outras notícias
veja todas as notícias
confira mais notícias
confira outras notícias
confira outros vídeos
acesse nossa página
mais notícias da região em
mais notícias em nosso
veja o vídeo completo em nosso
assista ao vídeo completo no nosso
assista aos vídeos mais vistos
vídeos: veja tudo sobre
veja os vídeos mais assistidos
quer saber mais notícias
para mais notícias … acesse
para mais notícias … siga
saiba mais na nossa
artigo publicado na edição impressa
leggi anche il nostro
leggi l'articolo completo
leggi tutte le notizie
leggi le altre notizie
leggi le notizie di oggi
leggi l'articolo originale su
leggi tutti gli articoli di
tutte le notizie di … sul nostro
per leggere l'articolo completo
per leggere l'intera intervista
clicca qui per leggere
clicca qui per vedere
^clicca qui per scaricare
clicca qui per consultare
^clicca qui per accedere
scopri il nostro speciale
consulta il nostro speciale
l'articolo completo è disponibile
l'intervista completa è disponibile
leggi l'intervista integrale
l'articolo integrale è pubblicato
l'articolo prosegue su
in edicola con il nostro
segui la diretta sul nostro
citește mai multe știri
citeşte mai multe ştiri
citește articolul integral
citeşte articolul integral
citește continuarea pe
citeste continuarea pe
citeşte continuarea pe
citește articolul complet
citiți mai multe despre … pe
mai multe știri puteți citi
mai multe detalii puteți citi
alte articole pe aceeași temă
vezi toate știrile
^dați click aici
^click aici pentru a
llegiu l'article sencer
llegeix l'article sencer
llegeix la notícia completa
llegiu també el nostre
consulta el nostre especial
^clica aquí per
^cliqueu aquí per
pots llegir l'article complet
podeu llegir l'article complet
trobareu més informació al nostre
le a información completa en
^preme aquí para
podes ler a noticia completa
podes ler máis na
irakurri artikulu osoa
irakurri hemen osorik
irakurri osorik gure
^egin klik hemen
"""
COMMENTS = """
connectez-vous pour commenter
connectez-vous pour réagir
connectez-vous pour laisser un
connecté pour publier un commentaire
connecté pour laisser un commentaire
pour commenter cet article
pour réagir à cet article
réagissez à cet article
réagir à cet article
soyez le premier à commenter
soyez le premier à réagir
soyez la première personne à commenter
dites-le nous en commentaire
dites-le-nous en commentaire
dites-nous en commentaire
dites-nous dans les commentaires
dites-le nous dans les commentaires
partagez votre avis en commentaire
partagez votre avis dans les commentaires
donnez-nous votre avis en commentaire
n'hésitez pas à … laisser un commentaire
n'hésitez pas à … réagir en commentaire
laissez-nous un commentaire
votre adresse e-mail ne sera pas
votre adresse email ne sera pas
votre adresse de messagerie ne sera pas
les champs obligatoires sont indiqués
^les commentaires sont fermés
^les commentaires sont désactivés
^les commentaires sont réservés aux
les commentaires à cet article
les commentaires sous cet article
consultez … notre charte de modération
merci de respecter notre charte
respecter la charte de modération
respecter notre nétiquette
ce site utilise akismet
les données de vos commentaires
signaler ce commentaire
votre commentaire sera publié après
votre commentaire est en attente de
vous devez être abonné pour commenter
participez à la conversation … commentaire
inicia sesión para comentar
inicie sesión para comentar
iniciá sesión para comentar
regístrate para comentar
suscríbete para comentar
debes iniciar sesión para
debe iniciar sesión para comentar
sé el primero en comentar
sea el primero en comentar
sé la primera persona en comentar
déjanos tu comentario
dejanos tu comentario
déjanos tu opinión en los comentarios
dejanos tu opinión en los comentarios
cuéntanos en los comentarios
contanos en los comentarios
qué opinas? déjanos
tu dirección de correo electrónico no será
su dirección de correo electrónico no será
los campos obligatorios están marcados
^los comentarios están cerrados
los comentarios publicados son de exclusiva
los comentarios vertidos … son responsabilidad
los comentarios en esta nota
los comentarios en esta página
los comentarios a esta noticia
este sitio usa akismet
aprende cómo se procesan los datos
consulta nuestras normas de participación
consulta las normas de los comentarios
nos reservamos el derecho de … comentario
nos reservamos el derecho a … comentario
esta noticia no tiene comentarios
para comentar esta noticia
para comentar esta nota
faça login para comentar
faça o login para comentar
inicie sessão para comentar
logado para enviar comentários
logado para publicar um comentário
logado para comentar
estar conectado para publicar um comentário
seja o primeiro a comentar
deixe o seu comentário
deixe seu comentário
deixe a sua opinião nos comentários
deixe sua opinião nos comentários
conte para nós nos comentários
conte para a gente nos comentários
conta para a gente nos comentários
o seu endereço de e-mail não será
o seu endereço de email não será
seu endereço de e-mail não será
campos obrigatórios são marcados
campos obrigatórios marcados com
^os comentários estão encerrados
^os comentários estão fechados
os comentários não representam a opinião
os comentários são de responsabilidade
os comentários são de inteira responsabilidade
os comentários … não refletem a opinião
os comentários publicados aqui
este site utiliza o akismet
este site usa o akismet
saiba como … dados de comentários
reservamo-nos o direito de … comentários
nos reservamos o direito de … comentários
respeite as regras de … comentários
accedi per commentare
accedi o registrati per commentare
registrati per commentare
devi essere connesso per inviare un commento
devi essere registrato per … commentare
abbonati per commentare
sii il primo a commentare
lascia il tuo commento
lasciaci un commento
scrivilo nei commenti
scrivetelo nei commenti
facci sapere nei commenti
fateci sapere nei commenti
fatecelo sapere nei commenti
diteci la vostra nei commenti
dicci la tua nei commenti
il tuo indirizzo email non sarà
l'indirizzo email non verrà pubblicato
i campi obbligatori sono contrassegnati
^i commenti sono chiusi
i commenti a questo articolo
i commenti dei lettori … non rappresentano
i commenti pubblicati … responsabilità
questo sito usa akismet
questo sito utilizza akismet
scopri come vengono elaborati i dati
leggi le regole … dei commenti
ci riserviamo il diritto di … comment
autentifică-te pentru a comenta
autentificat pentru a publica un comentariu
autentificat pentru a putea comenta
conectat pentru a comenta
trebuie să fii autentificat
fii primul care comentează
spune-ne părerea ta
spune-ne în comentarii
lasă un comentariu mai jos
scrie-ne în comentarii
adresa ta de email nu va fi
adresa de email nu va fi publicată
câmpurile obligatorii sunt marcate
^comentariile sunt închise
comentariile cititorilor … nu reprezintă
responsabilitatea pentru comentarii
acest site folosește akismet
acest site foloseşte akismet
ne rezervăm dreptul de … comentarii
ne rezervăm dreptul de a șterge … coment
inicia sessió per comentar
inicieu sessió per comentar
identifica't per comentar
identifiqueu-vos per comentar
sigues el primer a comentar
sigues el primer en comentar
deixa el teu comentari
deixa'ns el teu comentari
l'adreça electrònica no es publicarà
els camps necessaris estan marcats
^els comentaris estan tancats
aquest lloc utilitza akismet
aquest lloc web utilitza akismet
ens reservem el dret … comentari
identifícate para comentar
inicia sesión para deixar un comentario
deixa o teu comentario
deixa aquí o teu comentario
o teu enderezo electrónico non se
os campos obrigatorios están marcados
^os comentarios están pechados
os comentarios están moderados
este sitio emprega akismet
vòstra adreça de messatjariá
vòstra adreça electronica serà pas
hasi saioa iruzkina
identifikatu behar zara
iruzkinak idazteko … behar duzu
iruzkinak idazteko … behar da
saioa hasi behar duzu … iruzkin
zure e-posta helbidea ez da
zure helbide elektronikoa ez da
beharrezko eremuak markatuta
idatzi zure iruzkina
utzi zure iruzkina
iruzkinak moderatuak
"""
SHARE = """
partagez cet article
partager cet article avec
envoyez cet article à
offrir cet article à un
offrez cet article à
vous pouvez offrir cet article
pouvez partager un article en cliquant
n'hésitez pas à partager cet article
si cet article vous a plu
si vous avez aimé cet article
vous avez aimé cet article
cet article vous a plu
comparte este artículo
comparte esta noticia
compartí esta nota
comparta este artículo
comparta esta noticia
compartir esta noticia con
si te gustó este artículo
si te ha gustado este artículo
si te ha gustado este post
si te gustó esta nota
te gustó esta nota
te gustó este artículo
te ha gustado este artículo
compartilhe esta notícia
compartilhe essa notícia
compartilhe esta reportagem
compartilhe essa reportagem
compartilhe este artigo
compartilhe esta matéria
compartilhe essa matéria
partilhe este artigo
partilhe esta notícia
ofereça este artigo
se gostou deste artigo
se você gostou deste
se você gostou desse conteúdo
gostou desta matéria
gostou deste artigo
gostou desta notícia
gostou da matéria
gostou do artigo
condividi questo articolo
condividi l'articolo con
condividi questa notizia
condividete questo articolo
ti è piaciuto questo articolo
ti è piaciuto l'articolo
vi è piaciuto questo articolo
se l'articolo ti è piaciuto
distribuie acest articol
distribuiți acest articol
trimite acest articol
dacă ți-a plăcut acest articol
dacă v-a plăcut acest articol
dacă ţi-a plăcut acest articol
dacă ți-a plăcut articolul
ți-a plăcut acest articol
ți-a plăcut articolul
comparteix aquest article
comparteix aquesta notícia
compartiu aquest article
t'ha agradat aquest article
comparte esta nova
partillade este artigo
partekatu artikulu hau
partekatu albiste hau
gustatu zaizu artikulu
"""
ADVERTISEMENT = """
cet article contient des liens d'affiliation
cet article contient des liens affiliés
cet article comporte des liens affiliés
nous pouvons percevoir une commission … achat
nous pouvons percevoir une commission … liens
nous pouvons percevoir une commission … achetez
nous pouvons recevoir une commission … achat
nous pouvons recevoir une commission … achetez
nous percevons une commission … liens
nous recevons une commission … liens
peut percevoir une commission … via ces liens
toucher une commission si vous
toucher une commission lorsque vous
peut percevoir une commission si vous
peut percevoir une commission lorsque vous
les prix mentionnés dans cet article
les prix affichés … à titre indicatif
^contenu proposé par
^contenu sponsorisé par
^cet article est sponsorisé
^cet article sponsorisé
cet article a été réalisé en partenariat
ce contenu a été réalisé en partenariat
ce contenu a été produit par … publicité
ce contenu est proposé par … annonceur
ce contenu … n'y a pas pris part
ce contenu … la rédaction n'a pas participé
la rédaction … n'a pas participé à la réalisation
indépendamment de la rédaction … contenu
^vous utilisez un bloqueur de publicité
désactivez votre bloqueur de publicité … site
désactiver votre bloqueur de publicité … site
jouer comporte des risques : endettement
jouer comporte des risques : dépendance
^l'abus d'alcool est dangereux … à consommer
^pour votre santé, mangez
^pour votre santé, évitez
^pour votre santé, pratiquez
^un crédit vous engage et doit
este artículo contiene enlaces de afiliado
este artículo contiene enlaces de afiliación
este artículo puede contener enlaces
recibir una comisión por las compras … enlaces
podemos recibir una comisión … compra
podemos recibir una comisión … enlaces
podemos obtener una comisión … compra
podríamos recibir una comisión … compra
obtiene una comisión … sin coste
los precios … pueden variar … publicación de este artículo
este contenido ha sido elaborado por … comercial
este contenido ha sido desarrollado por … marca
este contenido ha sido patrocinado
contenido patrocinado por … redacción
^contenido ofrecido por
^contenido patrocinado por
^este artículo ha sido patrocinado
la redacción de … no ha participado en
la redacción no ha participado en
sin la participación de nuestra redacción
^juega con responsabilidad
^jugar compulsivamente es perjudicial
^beber con moderación
^prohibido a menores de 18
desactiva tu bloqueador de anuncios
desactiva tu bloqueador de publicidad
desactivá tu bloqueador
desactive su bloqueador
hemos detectado … bloqueador de
este artigo contém links de afiliados
este artigo contém links afiliados
este artigo pode conter links
esta matéria contém links de afiliados
pode receber uma comissão se você comprar
podemos receber uma comissão … compra
podemos ganhar uma comissão … compra
os preços … data de publicação deste
^conteúdo patrocinado por
^conteúdo oferecido por
^este conteúdo é patrocinado
^este conteúdo foi patrocinado
este conteúdo é de responsabilidade do anunciante
este conteúdo … sem o envolvimento da redação
a redação não teve … este conteúdo
^jogue com responsabilidade
^jogue com moderação
^beba com moderação
^seja responsável. beba
desative o seu bloqueador de
desative seu bloqueador de
questo articolo contiene link di affiliazione
questo articolo contiene link affiliati
questo articolo può contenere link
possiamo ricevere una commissione … acquist
potremmo ricevere una commissione … acquist
^contenuto sponsorizzato da
^contenuto offerto da
^articolo sponsorizzato da
^questo contenuto è sponsorizzato
in collaborazione con … contenuto pubbliredazionale
la redazione non … questo contenuto … sponsor
i prezzi … momento della pubblicazione di questo
^il gioco è vietato ai minori … dipendenza
^gioca responsabilmente
^bevi responsabilmente
stai usando un adblock
disattiva il tuo adblock
disattiva l'adblock
disabilita il tuo adblock
disattiva il tuo ad blocker
acest articol conține linkuri afiliate
acest articol conține link-uri afiliate
acest articol poate conține linkuri
putem primi un comision … achizi
putem primi un comision … cumperi
^conținut susținut de
^articol susținut de
^articol sponsorizat de
^acest articol este sponsorizat
^acest articol este un advertorial
^joacă responsabil
dezactivează ad-block
dezactivați ad-block
aquest article conté enllaços d'afiliació
aquest article conté enllaços d'afiliat
^contingut patrocinat per
^contingut ofert per
^aquest contingut està patrocinat
desactiva el teu bloquejador
este artigo contén ligazóns de afiliad
^contido patrocinado por
^eduki babestua:
eduki hau … babestutako edukia
"""
WIDGET = """
ce contenu est bloqué car
ce contenu n'a pas pu être
ce contenu externe … cookies
ce contenu provient d'un site
ce contenu provient de … accept
ce contenu n'est pas disponible dans votre
ce contenu ne peut pas être affiché
pour afficher ce contenu
pour visualiser ce contenu
pour voir ce contenu
pour lire cette vidéo
pour visionner cette vidéo
pour consulter ce contenu
afin d'afficher ce contenu
afin de visualiser ce contenu
afin de visionner cette vidéo
en cliquant sur « j'accepte
vous avez refusé les cookies
vous avez choisi de refuser
vous avez choisi de ne pas accepter
vous n'avez pas accepté les cookies
vos paramètres de cookies
vos préférences en matière de cookies
vos choix en matière de cookies
vos préférences … cookies … à tout moment
^nous utilisons des cookies
notre site utilise des cookies
ce site utilise des cookies
ce site web utilise des cookies
en poursuivant votre navigation sur
nous et nos partenaires … cookies
nos partenaires et nous … cookies
avec nos partenaires, nous … cookies
nous avons besoin de votre consentement
votre consentement … afficher ce
^votre navigateur ne supporte
^votre navigateur ne prend pas en charge
^votre navigateur ne permet pas
^votre navigateur n'est pas compatible
^votre navigateur est obsolète
impossible de lire la vidéo
^cette vidéo n'est pas disponible
^cette vidéo n'est plus disponible
^la vidéo n'est pas disponible dans
cette vidéo ne peut être lue
les cours sont différés
cours de bourse différés
données différées de 15
cotations différées d'au moins
cliquez sur l'image pour agrandir
cliquez sur l'image pour l'agrandir
cliquez sur la photo pour agrandir
cliquez sur la photo pour l'agrandir
cliquez sur la carte pour agrandir
cliquez sur la carte pour l'agrandir
cliquez sur l'infographie pour l'agrandir
si la carte ne s'affiche pas
si l'infographie ne s'affiche pas
si le graphique ne s'affiche pas
si la vidéo ne s'affiche pas
si vous ne voyez pas … cliquez ici
si cette carte ne s'affiche
^faites défiler … pour
cet article audio … voix de synthèse
cet article est lu par une voix
la version audio de cet article
votez dans notre sondage
répondez à notre sondage
participez à notre sondage
répondez à notre question du jour
este contenido se ha bloqueado
este contenido está bloqueado
este contenido no está disponible en tu
este contenido no está disponible en su
para ver este contenido
para ver este vídeo
para ver este video
para visualizar este contenido
para reproducir este video
contenido externo … aceptar
contenido externo … cookies
no has aceptado las cookies
has rechazado las cookies
tu configuración de cookies
tus preferencias de cookies
sus preferencias de cookies
nosotros y nuestros socios … cookies
nuestros socios … tecnologías similares
^utilizamos cookies propias
^usamos cookies propias
utilizamos cookies para mejorar
utilizamos cookies para melhorar
utilizamos cookies para personaliz
utilizamos cookies para ofrecer
utilizamos cookies para oferecer
utilizamos cookies para garanti
usamos cookies para mejorar
usamos cookies para melhorar
usamos cookies para personaliz
este sitio utiliza cookies
este sitio web utiliza cookies
este sitio usa cookies
esta web utiliza cookies
esta página web utiliza cookies
si continúa navegando … cookies
si continúas navegando … cookies
^tu navegador no soporta
^su navegador no soporta
^tu navegador no es compatible
^su navegador no es compatible
^su navegador no puede reproducir
^tu navegador no permite
^este vídeo no está disponible
^este video no está disponible
este vídeo no se puede reproducir
este video no se puede reproducir
este vídeo no está disponible en tu país
cotizaciones con un retraso
cotizaciones con retraso de
datos con un retraso de 15
datos con 15 minutos de retraso
haz clic en la imagen para ampliar
haga clic en la imagen para ampliar
hacé clic en la imagen para ampliar
pincha en la imagen para ampliar
pulsa en la imagen para ampliar
pincha en el gráfico para ampliar
si no ves correctamente este
si no puedes ver … pincha aquí
si no puedes ver … haz clic
si no ves … pincha aquí
escucha este artículo
escuchar este artículo
vota en nuestra encuesta
votá en nuestra encuesta
participa en nuestra encuesta
responde a nuestra encuesta
participá de nuestra encuesta
tu voto ya ha sido
este conteúdo não está disponível no seu
este conteúdo não está disponível para
este conteúdo está bloqueado
para ver este conteúdo
para visualizar este conteúdo
para assistir a este vídeo
este conteúdo externo … cookies
^seu navegador não suporta
^o seu browser não suporta
^o seu navegador não suporta
^seu navegador não é compatível
este site utiliza cookies
este site usa cookies
este website utiliza cookies
utilizamos cookies essenciais
^nós utilizamos cookies e
nós utilizamos cookies para melhorar
^nós usamos cookies e
nós usamos cookies para melhorar
^usamos cookies e outras
ao continuar navegando … cookies
ao continuar a navegar … cookies
ao continuar navegando, você
nós e os nossos parceiros
nós e nossos parceiros
suas preferências de cookies
as suas preferências de cookies
^este vídeo não está disponível
^este vídeo não pode ser reproduzido
cotações com atraso de
cotações com 15 minutos
dados com atraso de 15
clique na imagem para ampliar
clique no mapa para ampliar
clique na foto para ampliar
se não conseguir ver … clique aqui
se não conseguir visualizar … clique
ouça este artigo
ouça este conteúdo
ouvir este artigo
este áudio foi gerado
esse áudio foi gerado
vote na nossa enquete
vote em nossa enquete
participe da nossa enquete
participe na nossa sondagem
vote na nossa sondagem
^rola a página para
questo contenuto non è disponibile
questo contenuto è bloccato
questo contenuto è ospitato da
questo contenuto proviene da
per visualizzare questo contenuto
per vedere questo contenuto
per vedere questo video
per visualizzare questo video
per guardare questo video
contenuto esterno … accetta
contenuto esterno … cookie
hai rifiutato i cookie
le tue preferenze … cookie
le preferenze sui cookie
le tue impostazioni dei cookie
^utilizziamo i cookie
^utilizziamo cookie
^usiamo i cookie
questo sito utilizza cookie
questo sito utilizza i cookie
questo sito usa i cookie
questo sito web utilizza
noi e i nostri partner
noi e terze parti selezionate
noi e alcuni partner
se continui ad utilizzare questo sito
se continui a navigare … cookie
continuando a navigare … cookie
proseguendo la navigazione … cookie
^il tuo browser non supporta
^il tuo browser non è
^il suo browser non supporta
^questo video non è disponibile
^questo video non è più disponibile
questo video non può essere riprodotto
quotazioni in differita
quotazioni ritardate di
dati in differita di 15
dati ritardati di 15
clicca sull'immagine per ingrandir
clicca sulla foto per ingrandir
clicca sulla mappa per ingrandir
cliccate sull'immagine per ingrandir
se non visualizzi … clicca
se non vedi … clicca qui
ascolta questo articolo
ascolta l'articolo
ascolta la versione audio dell'articolo
vota il nostro sondaggio
partecipa al nostro sondaggio
rispondi al nostro sondaggio
acest conținut nu este disponibil
pentru a vizualiza acest conținut
pentru a vedea acest conținut
pentru a vedea acest videoclip
acest site folosește cookie
acest site foloseşte cookie
acest site utilizează cookie
acest website folosește cookie
^folosim cookie-uri pentru
^utilizăm cookie-uri
noi și partenerii noștri
noi şi partenerii noştri
^browserul tău nu suportă
^browserul dumneavoastră nu suportă
^browserul tău nu acceptă
acest video nu este disponibil
click pe imagine pentru a mări
ascultă acest articol
ascultă articolul
votează în sondajul nostru
răspunde la sondajul nostru
aquest contingut no està disponible
aquest contingut s'ha bloquejat
per veure aquest contingut
per visualitzar aquest contingut
per veure aquest vídeo
^fem servir galetes
^utilitzem galetes pròpies
^utilitzem galetes per
aquest lloc web utilitza galetes
aquest web utilitza galetes
aquest lloc web fa servir
nosaltres i els nostres socis … galetes
^el teu navegador no
^el vostre navegador no
escolta aquest article
clica a la imatge per ampliar
participa en la nostra enquesta
respon la nostra enquesta
para ver este contido
este contido non está dispoñible
^empregamos cookies
este sitio emprega cookies
este sitio web emprega cookies
esta web utiliza cookies propias
^o teu navegador non
preme na imaxe para ampliar
participa na nosa enquisa
^vòstre navigador pren pas
aqueste site utiliza de cookies
webgune honek cookie
webgune honek cookieak
gure webguneak cookie
cookieak erabiltzen ditugu
^zure nabigatzaileak ez
eduki hau ikusteko
bideo hau ikusteko … onartu
entzun artikulu hau
parte hartu gure inkestan
"""
LEGAL = """
toute reproduction, même partielle, … interdite
toute reproduction même partielle … interdite
^toute reproduction totale ou partielle
^toute reproduction partielle ou totale
toute reproduction ou représentation … interdite
^toute reproduction interdite
^reproduction interdite
^reproduction, même partielle
^tous droits de reproduction
tous droits de reproduction et de représentation
droits de reproduction et de diffusion réservés
^tous droits réservés.
^cet article ne peut être reproduit
^ce texte n'engage que
^cet article n'engage que
^cette tribune n'engage que
cette chronique n'engage que
les opinions exprimées … n'engagent que
les opinions exprimées dans cet article
les propos tenus dans cette tribune n'engagent
les idées exprimées dans cet article
les points de vue exprimés dans cet article
les points de vue exprimés … ne reflètent … rédaction
les informations contenues dans cet article
les informations fournies dans cet article
les informations présentées dans cet article
les informations publiées sur ce site
^cet article ne constitue pas … conseil
^cet article ne constitue en aucun cas … conseil
^cet article ne remplace pas … médecin
^cet article ne remplace pas … médical
ces informations ne remplacent pas … médecin
ne constituent pas un conseil en investissement
ne constitue en rien un conseil
^ce contenu ne constitue pas
^les performances passées ne préjugent
^investir comporte des risques de perte
^conformément à la loi … vous disposez
^en vous inscrivant, vous acceptez
^en vous abonnant, vous acceptez
^en vous inscrivant, vous consentez
^en cliquant sur … vous acceptez
en validant votre inscription
j'accepte de recevoir … newsletter
j'accepte de recevoir … offres
^j'accepte que mes données
^votre adresse email … utilisée
^votre adresse e-mail … utilisée
^votre adresse mail … utilisée
^votre adresse courriel … utilisée
vos données personnelles sont traitées par
les données recueillies … destinées à
consultez notre politique de confidentialité
conformément à notre politique de confidentialité
consultez notre politique de protection
^vous pouvez vous désinscrire à tout moment
^vous pourrez vous désinscrire à tout
vous pouvez à tout moment vous désinscrire
vous pouvez à tout moment … lien de désinscription
ce site est protégé par recaptcha
ce formulaire est protégé par recaptcha
prohibida su reproducción total
prohibida su reproducción parcial
prohibida su reproducción sin autorización
^queda prohibida toda reproducción
^reproducción total o parcial
prohibida la reproducción total
prohibida la reproducción parcial
^prohibida la reproducción de los contenidos
^todos los derechos reservados.
todos los derechos reservados. prohibid
todos los derechos reservados. queda
^este material no puede ser publicado
^este artículo no puede ser reproducido
^este contenido no puede ser reproducido
las opiniones expresadas en este artículo
las opiniones expresadas en este espacio
las opiniones expresadas … responsabilidad … autor
las opiniones vertidas en este espacio
las opiniones vertidas en este artículo
las opiniones vertidas … responsabilidad … autor
los artículos firmados son responsabilidad
el contenido de esta columna … responsabilidad
^este artículo no constituye … asesoramiento
^este artículo no constituye … recomendación
^este contenido no constituye
^este artículo tiene fines informativos
^este contenido tiene fines informativos
^este artículo es meramente informativo
^este artículo tiene carácter informativo
la información contenida en este artículo
la información de este artículo … médico
^este artículo no sustituye … médic
^este artículo no sustituye … profesional
no se constituye como consejo … inversión
no constituye asesoramiento financiero … artículo
^rentabilidades pasadas no garantizan
^rendimientos pasados no garantizan
al suscribirte, aceptas
al suscribirte aceptas
al registrarte, aceptas
al registrarte aceptas
al suscribirse, usted acepta
al suscribirse acepta
al enviar este formulario … acept
^al hacer clic en … aceptas
^al hacer clic en … acepta los
^he leído y acepto la política
^he leído y acepto las condiciones
^acepto recibir … comunicaciones
^acepto la política de privacidad
^acepto los términos y condiciones
^puedes darte de baja en cualquier momento
^puede darse de baja en cualquier momento
^podrás darte de baja en
consulta nuestra política de privacidad
consulte nuestra política de privacidad
lee nuestra política de privacidad
el responsable del tratamiento … es … finalidad
este sitio está protegido por recaptcha
é proibida a reprodução … desta página
é proibida a reprodução total ou parcial
^reprodução proibida
^proibida a reprodução total
^proibida a reprodução parcial
^é proibida a reprodução do conteúdo
^proibida a reprodução do conteúdo
^reprodução total ou parcial
^todos os direitos reservados.
todos os direitos reservados. proibid
todos os direitos reservados. é proibid
todos os direitos reservados. este material
este material não pode ser publicado
^este artigo não pode ser reproduzido
^este conteúdo não pode ser reproduzido
esse conteúdo pode ser compartilhado
^este conteúdo pode ser compartilhado
para compartilhar esse conteúdo
^este texto não reflete … opinião
^este artigo não reflete … opinião
^este texto é de responsabilidade … autor
^este artigo é de responsabilidade … autor
^este artigo é da responsabilidade … autor
^este texto é da responsabilidade … autor
as opiniões expressas neste artigo
as opiniões expressas … responsabilidade … autor
as opiniões aqui expressas … autor
as opiniões emitidas nos artigos
os artigos assinados não
os artigos assinados são
os textos publicados … não traduzem
a opinião do colunista não
^este artigo não constitui … aconselhamento
^este artigo não constitui … recomendação
^este conteúdo não constitui
^este artigo tem caráter informativo
^este artigo tem caráter meramente
^este conteúdo tem caráter informativo
^este conteúdo é meramente informativo
^este conteúdo não substitui
^este artigo não substitui … médic
as informações contidas neste artigo
as informações deste artigo
^rentabilidade passada não
^rentabilidades passadas não
ao se cadastrar, você
ao se inscrever, você concorda
ao assinar, você concorda
ao subscrever, aceita
ao subscrever, concorda
^ao clicar em … você concorda
^ao clicar em … concorda com
ao enviar este formulário
^li e aceito a política
^li e concordo com os termos
^li e concordo com a política
^aceito receber … comunicações
^aceito a política de privacidade
^concordo em receber … e-mail
^pode cancelar a subscrição a qualquer
^você pode cancelar a inscrição a qualquer
consulte a nossa política de privacidade
consulte nossa política de privacidade
leia a nossa política de privacidade
confira nossa política de privacidade
este site é protegido por recaptcha
este site está protegido por recaptcha
^riproduzione riservata
^vietata la riproduzione … articoli
^vietata la riproduzione … contenuti
^è vietata la riproduzione … contenuti
^tutti i diritti riservati.
è vietata la riproduzione anche parziale
è vietata la riproduzione, anche parziale
è vietata la riproduzione totale o parziale
è vietata la riproduzione … di questo articolo
^questo articolo non può essere riprodotto
le opinioni espresse in questo articolo
le opinioni espresse in questo blog
le opinioni espresse … esclusivamente … autor
le opinioni espresse … non rappresentano … redazione
^i contenuti di questo articolo
le informazioni contenute in questo articolo
le informazioni contenute in questo sito
le informazioni riportate in questo articolo
le informazioni fornite su questo sito
^questo articolo non costituisce … consulenza
^questo articolo non costituisce … consiglio
^questo contenuto non costituisce
^questo articolo ha finalità … informativ
^questo articolo ha scopo … informativo
^questo articolo ha carattere … informativo
^questo articolo non sostituisce il parere
^questo contenuto non sostituisce
^i rendimenti passati non
iscrivendoti, accetti
iscrivendoti alla newsletter
iscrivendoti accetti
^cliccando su … accetti
^cliccando su … dichiari
inviando questo modulo
^ho letto e accetto
^ho letto l'informativa
ho preso visione dell'informativa
acconsento al trattamento dei miei
^acconsento a ricevere
^acconsento all'invio di
autorizzo il trattamento dei miei dati
^puoi annullare l'iscrizione in qualsiasi
^puoi disiscriverti in qualsiasi momento
^puoi cancellarti in qualsiasi momento
consulta la nostra informativa
consulta la nostra privacy
leggi la nostra informativa
leggi la nostra privacy
questo sito è protetto da recaptcha
testata giornalistica registrata presso
testata registrata presso il tribunale
^articolele publicate pe
preluate doar în limita a
preluate doar in limita a
preluat doar în limita a
preluate în limita a 500
în limita a 500 de caractere
in limita a 500 de caractere
în limita a 250 de caractere
în limita a maximum 500
preluarea informațiilor … se poate face
preluarea informaţiilor … se poate face
preluarea textelor … se poate face
orice preluare a textului
este interzisă copierea, reproducerea
toate drepturile rezervate.
opiniile exprimate în acest articol
opiniile exprimate … aparțin … autor
opiniile exprimate … aparţin … autor
opiniile exprimate … nu reprezintă … redacți
^acest articol nu reprezintă … sfat
^acest articol nu reprezintă … opinia
^acest articol nu constituie … sfat
^acest articol nu constituie … recomandare
^acest articol are caracter informativ
^acest articol nu înlocuiește … medic
informațiile din acest articol
informațiile prezentate în acest articol
informaţiile din acest articol
prin abonare, ești de acord
prin abonare, sunteți de acord
prin trimiterea acestui formular
sunt de acord cu politica de confidențialitate
^sunt de acord cu prelucrarea
sunt de acord să primesc … newsletter
^am citit și sunt de acord
^te poți dezabona oricând
^vă puteți dezabona oricând
citește politica noastră de
acest site este protejat de recaptcha
^tots els drets reservats.
^aquest article no constitueix … recomanació
^aquest article no reflecteix … opinió
les opinions expressades en aquest article
^he llegit i accepto
accepto rebre … butlletí
^accepto la política de privacitat
en subscriure't, acceptes
^et pots donar de baixa en qualsevol
consulta la nostra política de
^todos os dereitos reservados.
as opinións expresadas neste artigo
^lin e acepto a política
^acepto a política de privacidade
consulta a nosa política de
^totes los dreches reservats
^eskubide guztiak erreserbatuta.
artikulu honetan adierazitako iritziak
irakurri dut eta onartzen
irakurri eta onartzen dut
pribatutasun politika onartzen dut
"""
AGENCY_NOTE = """
^cet article a été traduit
^cet article a été généré
^cet article a été rédigé avec l'aide
^cet article a été rédigé à l'aide
^cet article a été écrit avec l'aide
^cet article a été produit avec l'aide
^cet article a été publié à l'origine
^cet article a été initialement publié
^cet article a été publié initialement
^cet article a initialement été publié
^cet article a d'abord été publié
^cet article a été publié pour la première fois
^cet article est d'abord paru
^cet article est initialement paru
^cet article est paru dans l'édition
^cet article est paru dans … numéro
^cet article est paru initialement
^cet article est extrait du
^cet article est extrait de notre
^cet article est republié
^cet article est la traduction
^cet article est une traduction
^cet article fait partie de notre
^cet article fait partie d'une série
^ce texte est d'abord paru … sur le site
^ce texte est d'abord paru … blog
^ce texte est initialement paru … sur le site
^ce texte est initialement paru … blog
^ce texte est une traduction … de notre
^ce texte fait partie d'un cahier
^ce texte fait partie du cahier
^ce texte a été traduit à l'aide
^ce texte a été traduit … intelligence artificielle
^ce texte a été généré
^ce contenu a été traduit
^ce contenu a été généré
^ce contenu a été rédigé à l'aide
^ce résumé a été généré
^résumé généré par l'intelligence
^résumé généré automatiquement par
^article initialement publié
^texte initialement publié
^texte original en
lire l'article original
lisez l'article original
la version originale de cet article
la version originale de ce texte
^cette dépêche … publiée automatiquement
^cette dépêche … n'a pas été modifiée
^cette dépêche … agence … sans intervention
^cette traduction … intelligence artificielle
^traduction réalisée à l'aide
^traduit avec l'aide de l'intelligence
^ce reportage a été réalisé avec le soutien
^cet article a été réalisé avec le soutien
^cet article a été réalisé dans le cadre
^este artículo ha sido traducido
^este artículo fue traducido
^este artículo ha sido generado
^este artículo fue generado
^este artículo ha sido elaborado con
^este artículo ha sido escrito con ayuda
^este artículo ha sido redactado con
^este artículo fue redactado con
^este artículo fue publicado originalmente
^este artículo fue originalmente publicado
^este artículo se publicó originalmente
^este artículo se publicó por primera vez
^este artículo apareció originalmente
^este artículo apareció por primera vez
^este artículo forma parte de la serie
^este artículo forma parte de nuestra
^este artículo es una traducción
^este texto se publicó originalmente … en el blog
^este texto se publicó originalmente … en el sitio
^este texto fue traducido … inteligencia artificial
^este contenido fue publicado originalmente
^este contenido ha sido generado
^este contenido fue generado
^este contenido ha sido traducido
^este contenido fue hecho con la asistencia
^este contenido ha sido elaborado con … inteligencia
^esta nota fue publicada originalmente
^esta nota fue realizada con … inteligencia
^esta nota fue redactada con … inteligencia
^esta nota fue elaborada con … inteligencia
^esta noticia ha sido elaborada con … inteligencia
^esta noticia ha sido generada
^este reportaje fue realizado con el apoyo
^este reportaje se realizó con el apoyo
^publicado originalmente en
^artículo publicado originalmente
^texto publicado originalmente
lea el artículo original
lee el artículo original
^traducido con ayuda de inteligencia
^traducido con la ayuda de inteligencia
^traducción realizada con … inteligencia
^resumen generado por inteligencia artificial
^resumen generado con inteligencia artificial
^este resumen fue generado
^este resumen ha sido generado
^este artigo foi traduzido
^este artigo foi gerado
^este artigo foi escrito com … inteligência
^este artigo foi produzido com … inteligência
^este artigo foi redigido com … inteligência
^este artigo foi publicado originalmente
^este artigo foi originalmente publicado
^este artigo foi publicado pela primeira vez
^este artigo faz parte da série
^este artigo faz parte de uma série
^este texto foi publicado originalmente … no site
^este texto foi publicado originalmente … na newsletter
^este texto foi traduzido … inteligência artificial
^este texto foi gerado
^este texto foi produzido com … inteligência
^este conteúdo foi publicado originalmente
^este conteúdo foi originalmente publicado
^este conteúdo foi traduzido
^este conteúdo foi gerado
^este conteúdo foi produzido com … inteligência
^este conteúdo foi criado com … inteligência
^esta reportagem foi publicada originalmente
^esta reportagem foi produzida com … inteligência
^esta reportagem foi produzida com … apoio
^esta reportagem foi realizada com … apoio
^esta matéria foi publicada originalmente
^esta notícia foi publicada originalmente
^conteúdo publicado originalmente em
^conteúdo traduzido … inteligência artificial
^traduzido com auxílio de inteligência
^traduzido com a ajuda de inteligência
^resumo gerado por inteligência artificial
^resumo gerado por ferramenta
^este resumo foi gerado
^publicado originalmente por
^artigo publicado originalmente
^o post … apareceu primeiro em
^la entrada … se publicó primero en
^l'article … est apparu en premier sur
^o artigo … aparece primeiro em
^l'entrada … ha aparegut primer a
leia o artigo original em
^questo articolo è stato tradotto
^questo articolo è stato generato
^questo articolo è stato scritto con
^questo articolo è stato redatto con
^questo articolo è stato realizzato con … intelligenza
^questo articolo è stato pubblicato originariamente
^questo articolo è stato originariamente pubblicato
^questo articolo è stato pubblicato per la prima
^questo articolo è stato pubblicato su
^questo articolo è stato pubblicato nel numero
^questo articolo è apparso
^questo articolo è uscito
^questo articolo è tratto da
^questo articolo fa parte di una serie
^questo articolo fa parte della nostra
^questo articolo è una traduzione
^questo contenuto è stato tradotto
^questo contenuto è stato generato
^questo testo è stato tradotto … intelligenza artificiale
^questo testo è stato generato
la versione originale di questo articolo
^articolo originariamente pubblicato
^articolo originale pubblicato su
^pubblicato originariamente su
^traduzione realizzata con … intelligenza
^tradotto con l'ausilio dell'intelligenza
^riassunto generato dall'intelligenza
^sintesi generata dall'intelligenza
^il post … proviene da
^l'articolo … proviene da
l'articolo … sembra essere il primo su
^acest articol a fost tradus
^acest articol a fost generat
^acest articol a fost scris cu ajutorul
^acest articol a fost redactat cu ajutorul
^acest articol a fost realizat cu ajutorul
^acest articol a fost publicat inițial
^acest articol a fost publicat iniţial
^acest articol a apărut inițial
^acest articol a fost preluat de pe
^acest articol face parte din seria
^acest text a fost tradus automat
^acest material a fost realizat cu ajutorul
articolul … apare prima dată în
articolul a fost publicat inițial
^aquest article s'ha traduït
^aquest article ha estat traduït
^aquest article ha estat generat
^aquest article s'ha generat
^aquest article s'ha publicat originalment
^aquest article es va publicar originalment
^aquest article es va publicar per primera
^aquest article forma part de la sèrie
^aquest text s'ha traduït automàticament
^aquest contingut ha estat traduït
^aquest contingut s'ha traduït
^article publicat originalment
^este artigo publicouse orixinalmente
^este artigo foi publicado orixinalmente
^este artigo forma parte da serie
^este contido foi traducido
^este contido foi xerado
^publicado orixinalmente en
^aqueste article es paregut
^aqueste article foguèt publicat
^aqueste tèxt es paregut
^artikulu hau automatikoki itzuli
^artikulu hau jatorriz
^artikulu hau itzultzaile automatiko
^artikulu hau adimen artifizial
^testu hau automatikoki itzuli
^eduki hau automatikoki itzuli
"""
OTHER = """
vous avez une information à nous
vous avez des informations à nous
vous avez une info à nous
tu as une info à nous
tu as des informations à nous
tu nous signales une erreur
vous souhaitez nous signaler
vous souhaitez nous alerter
vous pouvez nous écrire à
vous pouvez contacter notre rédaction
vous souhaitez contacter notre rédaction
contactez notre rédaction
contactez la rédaction par
contactez la rédaction à
écrivez à notre rédaction
écrivez-nous à l'adresse
envoyez-nous vos photos
envoyez-nous vos témoignages
envoyez-nous vos questions
posez-nous vos questions
^signaler une erreur dans
^signalez une erreur dans
vous avez repéré une erreur dans cet article
vous avez repéré une erreur … cette page
vous avez constaté une erreur dans cet article
vous avez constaté une erreur … cette page
vous avez trouvé une erreur dans cet article
vous avez trouvé une erreur … cette page
vous avez remarqué une erreur dans cet article
vous avez remarqué une erreur … cette page
vous pensez que cet article contient
^si vous avez des pensées suicidaires
^si vous avez des idées suicidaires
^si vous êtes en détresse … 3114
^si vous êtes en détresse … suicid
^si vous êtes victime … 3919
^si vous ou … pensées suicidaires
^si vous ou … prévention du suicide
^si vous avez besoin d'aide … 3114
^si vous avez besoin d'aide … prévention du suicide
^vous êtes en détresse … 3114
ne travaille pas, ne conseille pas
ne travaillent pas, ne conseillent pas
n'avoir aucune affiliation autre que
qu'avez-vous pensé de cet article
cet article vous a-t-il été utile
avez-vous trouvé cet article utile
que pensez-vous de cet article
notez cet article
retrouvez tous ses articles
retrouvez l'émission … sur notre
tienes alguna información que … compartir con nosotros
tienes información … escríbenos
si tienes información … escríbenos
si tienes alguna información … contáctanos
si tienes una historia … escríbenos
si tenés información … escribinos
tenés una historia … escribinos
si tiene información … escríbanos
escríbenos a nuestro correo
escribinos a nuestro
escríbanos a nuestro
puedes escribirnos a
podés escribirnos a
puede escribirnos a
puedes contactar con nuestra redacción
contacta con nuestra redacción
envíanos tu denuncia
envíanos tus fotos
envianos tus fotos
envíenos su denuncia
mandanos tu denuncia
mandanos tu información
has detectado un error en esta noticia
has detectado un error en este artículo
has encontrado un error en esta noticia
has encontrado un error en este artículo
has encontrado un error en esta nota
has visto un error en esta noticia
has visto un error en este artículo
has visto un error en esta nota
encontraste un error en esta noticia
encontraste un error en este artículo
encontraste un error en esta nota
¿encontró un error en la nota
¿encontró un error en esta
¿encontraste algún error en
informar de un error en esta
reportar un error en esta
^reporta un error
^si necesitas ayuda … 024
^si necesitas ayuda … suicid
^si necesitás ayuda … suicid
^si usted o alguien que conoce … ayuda
^si tú o alguien que conoces … ayuda
^si tienes pensamientos suicidas
^si tienes ideas suicidas
^si estás pensando en … 024
te ha resultado útil este artículo
te ha parecido útil este artículo
te ha servido este artículo
te resultó útil este artículo
te pareció útil este artículo
qué te ha parecido este artículo
qué te pareció este artículo
qué te pareció esta nota
cualquier comunicación que … con sus lectores
los criterios de … the trust project
conforme a los criterios de … the trust project
^acerca del autor:
^sobre el autor:
tem alguma informação … entre em contato
tem uma denúncia … envie
tem uma sugestão de reportagem
tem uma sugestão de pauta
tem alguma sugestão de reportagem
envie a sua sugestão
envie sua sugestão
envie sua denúncia
envie para nosso whatsapp
envie para o nosso whatsapp
envie fotos e vídeos … nosso
mande sua sugestão
mande sua mensagem … redação
fale com a nossa redação
fale com a nossa equipe
fale com nossa redação
entre em contato com a nossa redação
entre em contato com nossa redação
entre em contacto com a nossa redação
entre em contato com a redação
^viu algum erro
^viu algo errado
^encontrou algum erro
^encontrou um erro?
você encontrou um erro
^encontrou erro
^percebeu algum erro
comunicar erro nesta
^comunicar erro
^reportar erro
^se você precisa de ajuda … cvv
^se você precisa de ajuda … 188
^se você ou alguém que … cvv
^se você ou alguém que … ajuda
^se precisa de ajuda … sos voz
^se estiver a sofrer … sos voz
^o cvv … ligue 188
o que achou desta notícia
o que você achou desta
o que achou deste artigo
este artigo foi útil
esta notícia foi útil
esse conteúdo foi útil
este conteúdo foi útil
^sobre o autor:
^o autor escreve segundo
^a autora escreve segundo
escreve de acordo com a antiga ortografia
escreve segundo a antiga ortografia
escreve de acordo com o antigo acordo
escreve de acordo com o novo acordo
texto escrito ao abrigo do … acordo
hai una segnalazione … scriv
hai una notizia da segnalarci
hai una notizia da segnalare
hai informazioni … scrivici
hai foto o video … inviac
segnala alla nostra redazione
segnala la tua notizia
invia la tua segnalazione
inviaci la tua segnalazione
inviateci le vostre segnalazioni
inviaci le tue foto
inviateci le vostre foto
mandaci le tue foto
scrivi alla nostra redazione
scrivi alla redazione
scriveteci a redazione
scrivici all'indirizzo
scriveteci all'indirizzo
scrivi al nostro direttore
contatta la nostra redazione
contatta la redazione
puoi scriverci a
potete scriverci a
hai trovato un errore … articolo
hai trovato un errore in questa pagina
avete trovato un errore … articolo
avete trovato un errore in questa pagina
hai notato un errore … articolo
hai notato un errore in questa pagina
hai riscontrato un errore … articolo
hai riscontrato un errore in questa pagina
segnala un errore in questo
^segnala un errore
^se hai bisogno di aiuto … telefono amico
^se hai bisogno di aiuto … 1522
^se hai bisogno d'aiuto … telefono amico
^se sei in difficoltà … telefono amico
^se stai vivendo … 1522
^se tu o qualcuno che conosci … aiuto
^se tu o qualcuno che conosci … suicid
ti è stato utile questo articolo
hai trovato utile questo articolo
questo articolo ti è stato utile
cosa ne pensi di questo articolo
^l'autore di questo articolo
dacă ai o informație … scrie
dacă ai informații … scrie-ne
ai o poveste … scrie-ne
ai un pont … scrie
trimite-ne un mesaj
trimite-ne fotografii
trimite-ne informații
trimiteți-ne un mesaj
scrie-ne pe adresa
scrie-ne la adresa
scrieți-ne pe adresa
scrieți-ne la adresa
contactează redacția
ai observat o greșeală … articol
ai observat o greșeală … text
ai găsit o greșeală … articol
ai găsit o greșeală … text
ați găsit o greșeală … articol
ați găsit o greșeală … text
ai sesizat o eroare … articol
ai sesizat o eroare … text
ai găsit o eroare … articol
ai găsit o eroare … text
dacă ai observat o eroare … articol
dacă ai observat o eroare … text
dacă ați găsit o eroare … articol
dacă ați găsit o eroare … text
^raportează o eroare
^dacă ai nevoie de ajutor … suicid
^dacă aveți nevoie de ajutor … suicid
ți s-a părut util acest articol
acest articol ți-a fost util
cum ți s-a părut articolul
has detectat un error
has detectat un error … notícia
has detectat un error … article
heu detectat un error … notícia
heu detectat un error … article
has trobat un error … notícia
has trobat un error … article
has vist un error … notícia
has vist un error … article
envia'ns la teva
envia'ns les teves fotos
envieu-nos les vostres
escriu-nos a
pots escriure a la nostra redacció
contacta amb la nostra redacció
tens informació … escriu-nos
^si necessites ajuda … 024
^si tens pensaments suïcides
t'ha semblat útil aquest article
t'ha estat útil aquest article
què t'ha semblat aquest article
atopaches un erro … nova
atopaches un erro … artigo
detectaches un erro … nova
detectaches un erro … artigo
viches algún erro … nova
viches algún erro … artigo
tes información … escríbenos
mándanos a túa
envíanos a túa
envíanos as túas fotos
contacta coa nosa redacción
^se precisas axuda … 024
pareceuche útil este artigo
escrivètz-nos a
mandatz-nos vòstre
akatsen bat aurkitu duzu … artikulu
artikulu honetan … akatsen bat aurkitu duzu
akatsik aurkitu duzu … artikulu
artikulu honetan … akatsik aurkitu duzu
akatsen bat ikusi duzu … artikulu
artikulu honetan … akatsen bat ikusi duzu
idatzi gure erredakzio
bidali zure argazkiak
bidali iezaguzu
bidaliguzu zure
jarri harremanetan gure erredakzio
^laguntza behar baduzu … suizidio
"""

"""What newspapers' furniture says, in some thirty languages.

Each entry is a phrase. ``=`` means the whole line says nothing else, ``^`` the line begins with it, ``~`` that it is a label:
alone on the line, or with a colon, a bracket or a dash behind it. Otherwise it may stand anywhere in a short line. The
lists name functions of a web page, never subjects of the news.
"""

SUBSCRIBE = """
=subscribe|=follow us|=follow|^subscribe to|^subscribe now|^sign up for|^sign up to|^sign up now|newsletter|^get our daily|to your inbox
|in your inbox|^follow us on|^join our channel|our telegram channel|^become a member|^support our journalism|^start your free trial
=s'abonner|=abonnez-vous|=je m'abonne|^abonnez-vous|^s'inscrire à|^inscrivez-vous à|^recevez |suivez-nous|infolettre|^s'abonner à
|^déjà abonné|rejoignez notre chaîne|=suivre|notre chaîne telegram
=abonnieren|=abo|=abo abschließen|=folgen|^jetzt abonnieren|^abonnieren sie|^melden sie sich|jetzt anmelden|kostenlos anmelden|folgen sie uns|^jetzt testen
|^bereits abonnent|^jetzt kostenlos
=suscribirse|=suscríbete|=seguir|^suscríbete|^suscríbase|^suscribirse|^regístrate|^recibe |^reciba |síguenos|boletín|=síganos
=assine|=assinar|=subscrever|=inscreva-se|^assine |^inscreva-se|^receba |siga-nos|^subscreva
=abbonati|=iscriviti|=segui|^iscriviti|^abbonati|seguici su|^ricevi |=seguici
=abonneer|=abonneren|=volg ons|^abonneer|nieuwsbrief|^schrijf je in|^meld je aan|=volgen
=prenumerera|=prenumerera nu|nyhetsbrev|nyhedsbrev|^prenumerera|^abonner på|=abonner|=bli abonnent|^tilmeld dig|^meld deg på|=følg
=tilaa|uutiskirje|^tilaa |^liity |=seuraa
=subskrybuj|=zapisz się|^zapisz się|^subskrybuj|^dołącz do|=obserwuj|=prenumerata
=odebírat|=předplatit|^přihlaste se k odběru|^odebírejte|^předplaťte|=sledovat|zpravodaj e-mailem
=feliratkozás|=előfizetés|hírlevél|^iratkozzon fel|^iratkozz fel|^fizessen elő
=abonează-te|^abonează-te|^abonați-vă|=urmărește-ne
=abone ol|^abone ol|e-bülten|bültenimize|bizi takip|=takip et
=подписаться|=подписка|=подписывайтесь|^подпишитесь|^подписывайтесь|^подписаться|рассылк|наш телеграм|^читайте нас в
=підписатися|^підпишіться|^підписуйтесь|розсилк|^читайте нас у
=εγγραφή|^εγγραφείτε|^ακολουθήστε|ενημερωτικό δελτίο
=абонирай се|^абонирайте се|^абонирай се|бюлетин
=اشترك|=اشترك الآن|=اشتراك|=متابعة|^اشترك في|^اشتركوا|^سجل في|^تابعونا|النشرة البريدية|النشرة الإخبارية|^تابعنا|^انضم إلى قناتنا
=مشترک شوید|=اشتراک|خبرنامه|^عضو شوید
=הירשמו|^הירשמו|^הצטרפו|=מנויים|ניוזלטר
=सब्सक्राइब|सब्सक्राइब करें|न्यूज़लेटर|=फॉलो करें
=订阅|=訂閱|=关注|=關注|^订阅|^訂閱|^关注我们|立即订阅|立即訂閱|电子报|電子報|新闻通讯|扫码关注|^立即注册
=登録|=購読|=フォロー|購読する|購読はこちら|メールマガジン|メルマガ|ニュースレター|会員登録|^無料登録|フォローする|フォローしてください|有料会員
=구독|=구독하기|뉴스레터|구독하기$|=팔로우|^구독
=berlangganan|^berlangganan|^langganan|buletin|^ikuti kami
=đăng ký|^đăng ký nhận|bản tin email|=theo dõi
=สมัครสมาชิก|^สมัครรับ|จดหมายข่าว|=ติดตาม
"""

SHARE = """
=share|=tweet|=facebook|=twitter|=whatsapp|=telegram|=linkedin|=pinterest|=reddit|=email|=print|=copy link|=x|=vk|=messenger|=instagram
|=viber|=odnoklassniki|=flipboard|=threads|=bluesky|=mastodon|=youtube|=tiktok|^share this|^share on|^share via|^share with|^send by
|^email this|^print this|=share article|=save article|^copy the link|=e-mail|=share this|=line|=weibo|=wechat|^share the article
=partager|=imprimer|=envoyer|^partager |^envoyer par|^copier le lien|=copier le lien
=teilen|=drucken|=merken|^teilen auf|^per e-mail|^link kopieren|=link kopieren|^artikel teilen|=artikel drucken|^auf facebook|=versenden
=compartir|=imprimir|^compartir |^copiar enlace|=copiar enlace|=guardar|^comparte |=enviar
=compartilhar|=partilhar|^compartilhe|^partilhar |^compartilhar |=copiar link
=condividi|=stampa|^condividi |=copia link
=delen|=afdrukken|^deel dit|^delen via|^deel op|=kopieer link
=dela|=del|=skriv ut|^dela på|^del på|=kopiera länk|^dela artikel|=jaa|=tulosta|^jaa |=udskriv
=udostępnij|=drukuj|^udostępnij |=kopiuj link|=sdílet|=tisk|^sdílet |=megosztás|=nyomtatás|=distribuie|^distribuie |=paylaş|=yazdır
=поделиться|=распечатать|=вконтакте|=одноклассники|=скопировать ссылку|^поделиться |^поделитесь |=поділитися|^поділитися |=сподели
=κοινοποίηση|=εκτύπωση|^μοιραστείτε
=شارك|=مشاركة|=طباعة|=فيسبوك|=تويتر|=واتساب|=تلغرام|=نسخ الرابط|^شارك |^مشاركة |^انسخ الرابط|^شارك المقال
=اشتراک‌گذاری|=چاپ|=שתפו|=שיתוף|^שתפו |=शेयर करें|=साझा करें
=分享|=分享到|=微信|=微博|=朋友圈|=打印|=复制链接|=複製連結|^分享到|^分享至|=列印|=转发|=收藏
=シェア|=シェアする|=共有|=印刷|=ツイート|=リンクをコピー|=はてなブックマーク|=この記事をシェア|^この記事をシェア|=保存|=ブックマーク
=공유|=공유하기|=인쇄|=카카오톡|=bagikan|^bagikan |=cetak|=chia sẻ|=in trang|=แชร์|=พิมพ์
"""

COMMENTS = """
=comments|=comment|=reply|=leave a comment|=add a comment|=post a comment|=show comments|=no comments|=join the conversation
|^leave a comment|^leave a reply|^view comments|^show comments|^add your comment|^be the first to comment|^comments are closed
|join the discussion|in to comment|up to comment|here to comment|login to comment|register to comment|subscribe to comment|first to comment
|to leave a comment|to post a comment|^join the conversation|in the comments section
=commentaires|=commenter|=réagir|=répondre|^laisser un commentaire|^aucun commentaire|^les commentaires sont|aux discussions
|pour commenter|^ajouter un commentaire|participer à la discussion|prendre part à la discussion|pour réagir|^voir les commentaires
=kommentare|=kommentieren|=antworten|^kommentar schreiben|^kommentare anzeigen|^keine kommentare|um zu kommentieren|^diskutieren sie
|an der diskussion|mitdiskutieren|um einen kommentar|=kommentar verfassen|^schreiben sie einen kommentar
=comentarios|=comentar|=responder|^deja un comentario|^dejar un comentario|para comentar|participar en la conversación|para dejar un comentario|en los debates
|participar en el debate|^ver comentarios|^sé el primero en comentar|^sin comentarios|participar en los comentarios|en la discusión
=comentários|^deixe um comentário|^deixe o seu comentário|=commenti|=commenta|^lascia un commento|per commentare|~nessun commento
=reacties|=reageer|^plaats een reactie|^geef een reactie|om te reageren|=kommentarer|=kommentera|^skriv en kommentar|=kommentit|^kirjoita kommentti
=komentarze|=skomentuj|^dodaj komentarz|aby komentować|=diskuse|=komentáře|^přidat komentář|=hozzászólások|^hozzászólás|=comentarii
|^lasă un comentariu|=yorumlar|=yorum yap|^yorum yaz|^yorum yapmak
=комментарии|=комментировать|=ответить|=обсудить|=обсуждение|^оставить комментарий|^добавить комментарий|чтобы комментировать
|чтобы оставить комментарий|принять участие в обсуждении|участвовать в обсуждении|участвовать в дискусси|^комментариев пока|^показать комментарии|=коментарі
|^залишити коментар|=коментари|=σχόλια|^αφήστε σχόλιο
=تعليقات|=التعليقات|=علق|=رد|=أضف تعليقا|=اترك تعليقا|^أضف تعليق|^اترك تعليق|^لا توجد تعليقات|للتعليق|المشاركة في النقاش|في المناقشة|في المناقشات|عرض التعليقات
|لترك تعليق|لكتابة تعليق|للمشاركة في النقاش|سجل الدخول للمشاركة|=نظرات|^ارسال نظر|=תגובות|^הוסף תגובה|=टिप्पणियां|^टिप्पणी
=评论|=評論|=留言|=发表评论|=發表評論|=写评论|=网友评论|=暂无评论|^发表评论|^發表評論|^查看评论|^查看全部评论|参与讨论|參與討論|后评论|后发表评论|^还没有评论|=我要评论
=コメント|=コメントする|=返信|^コメントを|^コメントする|コメントするには|コメント欄|議論に参加|ディスカッションに参加|^まだコメント
=댓글|^댓글|=의견|=komentar|^tulis komentar|=bình luận|^viết bình luận|=ความคิดเห็น|^แสดงความคิดเห็น
|^your email address will not be published|^this site uses akismet|^cancel reply|=readers' comments|=reader comments|=your comments
|^schreibe einen kommentar|^antworten abbrechen|^deine e-mail-adresse wird nicht|^ihre e-mail-adresse wird nicht|^diese website verwendet akismet|=leserkommentare|=leserbriefe|=lesermeinungen|=leserpost
|^votre adresse e-mail ne sera pas|^votre adresse de messagerie ne sera pas|^ce site utilise akismet|=vos commentaires|=vos réactions|^annuler la réponse
|^tu dirección de correo electrónico no será|^este sitio usa akismet|=tus comentarios|^cancelar la respuesta|^o seu endereço de e-mail não será|^o seu endereço de email não será|^este site utiliza o akismet
|^il tuo indirizzo email non sarà|^questo sito usa akismet|^questo sito utilizza akismet|^annulla risposta|^je e-mailadres wordt niet|^het e-mailadres wordt niet|^deze site gebruikt akismet
|^din e-postadress kommer inte|^din e-mailadresse vil ikke|^din e-postadresse vil ikke|^sähköpostiosoitettasi ei julkaista|^twój adres e-mail nie zostanie|^twój adres email nie zostanie|^ta strona używa akismet
|^vaše e-mailová adresa nebude|^az e-mail címet nem tesszük|^adresa ta de email nu va fi|^e-posta adresiniz yayınlanmayacak|^e-posta hesabınız yayımlanmayacak|^ваш адрес email не будет|^ваш e-mail не будет|^ваша e-mail адреса не|^вашият имейл адрес няма|^η ηλ. διεύθυνσή σας δεν
|^لن يتم نشر عنوان بريدك|^نشانی ایمیل شما منتشر|^האימייל לא יוצג|^メールアドレスが公開されることはありません|^您的邮箱地址不会被公开|^您的电子邮箱地址不会被公开|^發佈留言必須填寫的電子郵件|^이메일 주소는 공개되지|^alamat email anda tidak akan|^email của bạn sẽ không được
"""

RELATED = """
^read also|^also read|^read more|=related|=related articles|=related stories|=related news|=more on this|^see also|=recommended|^recommended for you
|=most read|=most popular|=trending|=trending now|=you may also like|^you might also like|=more stories|=top stories|=popular|=read next|=what to read next
|^more from|=editor's picks|^don't miss|=more on this story|=trending on the web|=recommended reading|=other stories|=other news|^related:|^more:|=latest stories|=related topics|=up next
^lire aussi|^à lire aussi|^lire également|^à lire également|^voir aussi|^lire plus|=les plus lus|=articles en relation|=autres articles|=sur le même sujet|=à lire|^lire la suite|^à découvrir|=articles liés|^recommandé pour
^lesen sie auch|^lesen sie mehr|^lesen sie hier|^lesen sie dazu|^hier lesen sie|^mehr zum thema|=mehr zum thema|^mehr dazu|^auch interessant|=meistgelesen|=das könnte sie|^das könnte sie auch|^das könnte dich auch|^das könnte euch auch|^mehr lesen|=mehr themen|^siehe auch|=weiterlesen|^weiterlesen
|=zum thema|=verwandte artikel|=weitere artikel|=weitere beiträge|=weitere inhalte|=ähnliche artikel|=ähnliche beiträge|=empfehlungen der redaktion|=mehr aus|^mehr aus
^lea también|^lee también|^leer más|^lea más|^ver también|^te puede interesar|^te recomendamos|=lo más leído|=más leídas|=noticias relacionadas|=relacionado|=otras noticias|=más noticias|=en portada|=artículos recomendados|^más información|^también te puede|=artículos relacionados|^le puede interesar
^leia também|^leia mais|^veja também|=mais lidas|=relacionadas|^saiba mais|=notícias relacionadas|=outras notícias|=mais notícias|^ler mais|^leggi anche|^leggi di più|^approfondimenti|=i più letti|=articoli correlati|=altri articoli|^vedi anche
^lees ook|^lees meer|^bekijk ook|=meest gelezen|=gerelateerd|^läs också|^läs även|^läs mer|=mest lästa|^les også|^les mer|^læs også|^læs mere|=mest lest|=mest læst|^lue myös|^lue lisää|=luetuimmat
^czytaj także|^czytaj też|^czytaj więcej|^zobacz też|^zobacz także|^przeczytaj także|=polecane|=zobacz również|^přečtěte si|^čtěte také|^čtěte také:|=nejčtenější|^olvassa el|^ez is érdekelheti|=kapcsolódó|^citește și|^citeşte şi|^vezi și|^citește mai mult
^ayrıca oku|^bunu da oku|^devamını oku|=ilgili haberler|=çok okunanlar|^читайте также|^читайте ещё|^читайте еще|^смотрите также|^по теме|=по теме|=материалы по теме|=популярное|=самое читаемое|^подробнее|^ранее по теме|^рекомендуем|=новости по теме|=другие новости|=еще по теме
^читайте також|^дивіться також|=популярне|^прочетете още|^вижте още|^διαβάστε επίσης|^διαβάστε ακόμα|^δείτε επίσης
^اقرأ أيضا|^اقرأ أيضًا|^إقرأ أيضا|^اقرأ المزيد|^شاهد أيضا|^شاهد أيضًا|=أخبار ذات صلة|=مواضيع ذات صلة|=الأكثر قراءة|=ذات صلة|^قد يهمك|^المزيد من|^مواضيع ذات|^بیشتر بخوانید|^همچنین بخوانید|=مطالب مرتبط
^קראו גם|^עוד בנושא|^יעניין אתכם|^यह भी पढ़ें|^ये भी पढ़ें|=संबंधित खबरें
^相关阅读|^相关新闻|^延伸阅读|^延伸閱讀|^更多新闻|=相关新闻|=相关阅读|=相關新聞|^相關新聞|=热门新闻|=熱門新聞|=推荐阅读|^推荐阅读|=猜你喜欢|^阅读更多|^閱讀更多|^另请参阅|=热点推荐|=大家都在看
^関連記事|=関連記事|=関連ニュース|^あわせて読みたい|=おすすめ記事|=アクセスランキング|=ランキング|=人気記事|^続きを読む|^こちらもおすすめ|^合わせて読みたい|=おすすめ
^관련 기사|^관련기사|=많이 본 뉴스|=추천 기사|^이 기사도|^baca juga|^baca selengkapnya|=terpopuler|=berita terkait|^xem thêm|^đọc thêm|=tin liên quan|^อ่านเพิ่มเติม|=ข่าวที่เกี่ยวข้อง|^อ่านต่อ
"""

NAVIGATION = """
=home|=menu|=search|=skip to content|=skip to main content|=back to top|=news feed|=newsfeed|=latest news|=latest|=breaking news|=sections|=log in|=login|=sign in|=log out
|=my account|=register|=contact us|=contact|=about us|=sitemap|=archive|=next|=previous|=all news|=live feed|=news ticker|=top|=more|=show more|=load more|=see all|=view all|=tags|=tags:|=topics
|^tags:|^topics:|^skip to|=main menu|=close|=homepage|=world|=politics|=business|=sport|=sports|=opinion|=culture|=weather|=video|=videos|=photos|=podcasts
=accueil|=fil d'actualité|=fil info|=rechercher|=recherche|=se connecter|=connexion|=mon compte|=contacts|=à propos|=suivant|=précédent|=retour en haut|=plus|=voir plus|=toutes les actualités|=dernières nouvelles|=en continu|=fermer|^mots-clés
=startseite|=suche|=anmelden|=einloggen|=kontakt|=über uns|=newsticker|=nachrichtenticker|=schlagzeilen|=mehr|=mehr anzeigen|=nach oben|=weiter|=zurück|=schlagwörter|=schließen|^zum inhalt|=registrieren|=ressorts|=neueste|=aktuell|=ticker|=themen
=inicio|=portada|=buscar|=iniciar sesión|=contacto|=quiénes somos|=últimas noticias|=última hora|=ver más|=más|=siguiente|=anterior|=cerrar|=temas|=etiquetas|^etiquetas|=noticias|=lo último|=canal de noticias|^archivado en
=início|=entrar|=pesquisar|=últimas|=últimas notícias|=mais|=ver mais|=cerca|=accedi|=ultime notizie|=ultim'ora|=chi siamo|=chiudi|=avanti|=zoeken|=inloggen|=laatste nieuws|=meer|=net binnen|=logga in|=sök|=senaste nytt|=logg inn|=log ind|=søg|=søk|=siste nytt|=kirjaudu|=haku|=tuoreimmat
=strona główna|=szukaj|=zaloguj się|=najnowsze|=więcej|=wróć|=domů|=hledat|=přihlásit se|=kezdőlap|=keresés|=bejelentkezés|=friss hírek|=acasă|=căutare|=autentificare|=ana sayfa|=ara|=giriş yap|=son dakika
=главная|=меню|=поиск|=войти|=вход|=контакты|=о нас|=лента новостей|=лента|=новости|=последние новости|=главные новости|=ещё|=еще|=показать ещё|=показать еще|=наверх|=вверх|=теги|=теги:|^теги:|=далее|=назад|=закрыть|=все новости|=рубрики|=регистрация
=головна|=пошук|=увійти|=останні новини|=стрічка новин|=начало|=търсене|=αρχική|=αναζήτηση|=σύνδεση|=τελευταία νέα|=ροή ειδήσεων
=الرئيسية|=القائمة|=بحث|=تسجيل الدخول|=اتصل بنا|=من نحن|=آخر الأخبار|=شريط الأخبار|=عاجل|=المزيد|=التالي|=السابق|=إغلاق|=الأخبار|=وسوم|^الوسوم|^كلمات مفتاحية|^كلمات دلالية|=موجز الأخبار|=أخبار|=صفحه اصلی|=جستجو|=آخرین اخبار|=ראשי|=חיפוש|=התחברות|=होम|=खोजें
=首页|=首頁|=搜索|=搜尋|=登录|=登錄|=登入|=注册|=註冊|=菜单|=联系我们|=关于我们|=最新消息|=最新新闻|=实时新闻|=滚动新闻|=即时新闻|=即時新聞|=更多|=查看更多|=下一页|=上一页|=返回顶部|=标签|=关闭|^标签|^关键词|=新闻滚动|=快讯|=要闻
=ホーム|=トップ|=検索|=ログイン|=メニュー|=新着|=新着ニュース|=最新ニュース|=速報|=ニュース一覧|=一覧|=もっと見る|=お問い合わせ|=次へ|=前へ|=トップへ戻る|=ページトップへ|=閉じる|=タグ|=ニュースフィード|=カテゴリー
=홈|=메뉴|=검색|=로그인|=최신 뉴스|=더보기|=beranda|=cari|=masuk|=terbaru|=trang chủ|=tìm kiếm|=đăng nhập|=tin mới|=หน้าแรก|=ค้นหา|=เข้าสู่ระบบ
|=post navigation|=previous post|=next post|=previous article|=next article|^previous post:|^next post:|=beitrags-navigation|=beitragsnavigation|=vorheriger beitrag|=nächster beitrag|=vorheriger artikel|=nächster artikel|^vorheriger beitrag|^nächster beitrag|=themen in diesem artikel|=schlagworte
|=navigation de l'article|=article précédent|=article suivant|^article précédent|^article suivant|=navegación de entradas|=entrada anterior|=entrada siguiente|^entrada anterior|^entrada siguiente|=navegação de post|=navegação de artigos|=post anterior|=próximo post|=navigazione articoli|=articolo precedente|=articolo successivo|^articolo precedente|^articolo successivo
|=berichtnavigatie|=vorig bericht|=volgend bericht|=inläggsnavigering|=indlægsnavigation|=innleggsnavigasjon|=artikkelien selaus|=nawigacja wpisu|=poprzedni wpis|=następny wpis|=navigace pro příspěvek|=bejegyzés navigáció|=navigare în articole|=yazı gezinmesi|=yazı dolaşımı|=навигация по записям|=навігація записів|=навигация|=πλοήγηση άρθρων
|=تصفّح المقالات|=تصفح المقالات|=راهبری نوشته|=ניווט|=投稿ナビゲーション|=文章导航|=文章導覽|=글 내비게이션|=navigasi pos|=điều hướng bài viết
"""

LEGAL = """
all rights reserved|^terms of use|^terms of service|^terms and conditions|^privacy policy|^cookie policy|=privacy|=cookies|=legal notice|=disclaimer|=imprint|^copyright ©|^we use cookies|^this site uses cookies|^this website uses cookies
|tous droits réservés|^mentions légales|^politique de confidentialité|^conditions générales|^nous utilisons des cookies|alle rechte vorbehalten|^impressum|^datenschutz|^nutzungsbedingungen|=agb|^wir verwenden cookies|cookie-einstellungen
|todos los derechos reservados|^aviso legal|^política de privacidad|^política de cookies|^términos y condiciones|todos os direitos reservados|^termos de uso|tutti i diritti riservati|^informativa sulla privacy|^note legali
|alle rechten voorbehouden|^privacybeleid|alla rättigheter|alle rettigheter|alle rettigheder|wszelkie prawa zastrzeżone|^polityka prywatności|všechna práva vyhrazena|minden jog fenntartva|toate drepturile rezervate|tüm hakları saklıdır
|все права защищены|^политика конфиденциальности|^пользовательское соглашение|^правила использования|всі права захищені|με επιφύλαξη|جميع الحقوق محفوظة|^سياسة الخصوصية|^شروط الاستخدام|كل الحقوق محفوظة|کلیه حقوق|כל הזכויות שמורות|सर्वाधिकार सुरक्षित
|版权所有|版權所有|^隐私政策|^隱私政策|^免责声明|^法律声明|^使用条款|无断转载|無断転載|無断複製|^プライバシーポリシー|^利用規約|^著作権|무단 전재|무단전재|저작권자|^개인정보|hak cipta dilindungi|bản quyền thuộc|สงวนลิขสิทธิ์
"""

WIDGET = """
=loader|=loading|=loading...|=chat|=live chat|=undefined|=null|=nan|=[object object]|=true|=false|=play|=pause|=mute|=unmute|=replay|=live|=embed|=font size|=a+|=a-|=aa|=ok|=on|=off|=error|=refresh|=please wait
|=listen|=listen to this article|=listen to article|=notifications|=dark mode|=settings|=language|=quote|=placeholder|=spinner|=toggle|=expand|=collapse|=player|=javascript is disabled|^please enable javascript|^you need to enable javascript|=open chat|=scroll|^post views|^click to enlarge|^tap to enlarge|^zum vergrößern|^cliquez pour agrandir|^haga clic para ampliar|^clicca per ingrandire|^klicka för att förstora|^klik for at forstørre|^kliknij, aby powiększyć|^нажмите, чтобы увеличить
=chargement|=chargement...|=chargement en cours|=écouter|=discussion|=en direct|=patientez|=lecture|=laden|=wird geladen|=wird geladen...|=lädt|=lädt...|=anhören|=vorlesen|=abspielen|=einstellungen|=chatten|=bitte warten
=cargando|=cargando...|=escuchar|=reproducir|=en vivo|=espere|=carregando|=carregando...|=ouvir|=caricamento|=ascolta|=laden...|=luister|=laddar|=lyssna|=laster|=indlæser|=ladataan|=ładowanie|=posłuchaj|=načítání|=betöltés|=se încarcă|=yükleniyor|=dinle
=загрузка|=загрузка...|=загружается|=чат|=слушать|=прослушать|=эфир|=прямой эфир|=подождите|=завантаження|=φόρτωση|=جاري التحميل|=جار التحميل|=جارٍ التحميل|=تحميل|=استمع|=دردشة|=محادثة|=الدردشة|=مباشر|=בטעינה|=טוען|=लोड हो रहा है
=加载中|=加载中...|=正在加载|=載入中|=聊天|=聊天室|=在线聊天|=播放|=收听|=字号|=大|=中|=小|=请稍候|=読み込み中|=読み込み中...|=ロード中|=チャット|=再生|=聞く|=文字サイズ|=로딩 중|=채팅|=memuat|=đang tải|=กำลังโหลด
"""

ADVERTISEMENT = """
=advertisement|=advertisements|=ad|=ads|=sponsored|=sponsored content|=paid content|=promoted|=story continues below advertisement|^article continues below|=publicité|=pub|=annonce|=contenu sponsorisé|=anzeige|=werbung|=publicidad|=anuncio|=publicidade|=pubblicità
|=advertentie|=reclame|=annons|=annonse|=mainos|=reklama|=reklam|=hirdetés|=publicitate|=реклама|=на правах рекламы|=διαφήμιση|=إعلان|=اعلان|=إعلانات|=آگهی|=פרסומת|=विज्ञापन|=广告|=廣告|=推广|=広告|=スポンサー|=pr|=광고|=iklan|=quảng cáo|=โฆษณา
"""

CREDIT = """
^photo:|^photo by|^photo courtesy|^image:|^image credit|^picture:|^photograph:|^photo credit|^photo illustration|^photographer:|^credit:|^file photo|^photo source:|^image source:|^images:|^photos:|^photo :|^crédit photo|^crédit :|^crédits :|^photo d'illustration|^illustration :
|^foto:|^foto von|^fotos:|^bild:|^bilder:|^bildquelle|^bildrechte:|^beitragsbild:|^titelbild:|^symbolbild:|^symbolfoto:|^symbolgrafik:|^quelle:|^foto de|^fotografía:|^imagen:|^crédito:|^fotografia:|^immagine:|^beeld:|^bron:|^kuva:|^fot.|^zdjęcie:|^foto :|^fotó:|^fotoğraf:
|^фото:|^фото :|^фотография:|^снимка:|^φωτό:|^φωτογραφία:|^صورة:|^الصورة:|^تصوير:|^المصدر:|^عکس:|^צילום:|^图片来源|^圖片來源|^摄影|^攝影|^图:|^图：|^图片：|^图源|^写真：|^写真:|^写真提供|^撮影|^画像：|^사진=|^사진:|^사진 =|^foto oleh|^ảnh:|^ภาพ:
"""

CORRECTION = """
~correction|~clarification|~editor's note|=update|=mise à jour|=aktualisierung|^correction, |^this article was amended|^this article has been corrected|^this article has been updated|^this story has been updated|^this story has been corrected|^an earlier version of this|^an earlier version of our|^a previous version of this|^an earlier version incorrectly|^an earlier version misstated
|~rectificatif|~erratum|~note de la rédaction|^une version précédente de cet|^dans une version précédente de cet|^une première version de cet
|~korrektur|~korrekturhinweis|~anmerkung der redaktion|~anm. d. red.|~anm. d. red|~korrigendum|^korrektur vom|^in einer früheren version dieses|^in einer früheren version des artikels|^in einer früheren version des textes|^in einer früheren fassung dieses|^in einer ersten version dieses
|~corrección|~fe de errores|~fe de erratas|~nota de la redacción|^una versión anterior de este|^una versión anterior de esta|~correção|~errata|~nota da redação|^uma versão anterior deste|^uma versão anterior desta|~nota del redattore|~correzione|~rettifica|^una versione precedente di questo
|~correctie|^in een eerdere versie van dit|~rättelse|^i en tidigare version av|~rettelse|^i en tidligere version af|~retting|~oikaisu|~sprostowanie|~oprava|~helyesbítés|~erată|~düzeltme
|~исправление|~поправка|~уточнение|^в предыдущей версии статьи|^в предыдущей версии текста|^в предыдущей версии материала|^в предыдущей версии этой|~виправлення|~διόρθωση
|~تصحيح|~تصويب|~اصلاحیه|~תיקון|~更正|~勘误|~訂正|~お詫びと訂正|^お詫びして訂正|~おことわり|~정정|~바로잡습니다|~koreksi|~ralat|~đính chính
"""

AGENCY_NOTE = """
^this article was produced|^with agency|^with files from|^reporting by|^writing by|^additional reporting|^editing by|^source:|^with material from|^compiled from|^avec afp|^avec agence|^source :|^d'après |^mit material|^mit agenturmaterial|^quelle: |^con información de|^con agencias|^fuente:|^com informações de|^fonte:|^bron: |^källa:
|^kilde:|^źródło:|^zdroj:|^forrás:|^sursa:|^kaynak:|^источник:|^по материалам|^джерело:|^πηγή:|^المصدر:|^المصدر :|^نقلا عن|^منبع:|^来源：|^来源:|^來源：|^編集：|^出典：|^出典:|^출처|^sumber:|^nguồn:
"""

BYLINE = """
^by |^written by|^text:|^report by|^story by|^words by|^reporter:|^par |^propos recueillis|^texte :|^texte de|^auteur|^von |^autor:|^autorin:|^text von|^ein bericht von|^por |^texto:|^di |^a cura di|^testo:|^door |^tekst:|^av |^af |^skriven av|^skrevet av
|^napisał|^autorka|^szerző|^írta|^de |^yazan|^haber:|^автор|^текст:|^авторы|^της |^του |^بقلم|^كتب|^كتبت|^إعداد|^تقرير|^نوشته|^מאת|^记者|^記者|^作者|^本报记者|^撰文|^文/|^文：|^編輯|^责任编辑|^责编|^編集|^執筆|^文・|^oleh |^penulis|^लेखक:|^लेखिका:|^tác giả|^theo |^โดย
|^scritto da |^postado por |^publicado por |^publié par |^posté par |^gepostet von |^eingestellt von |^geplaatst door |^geschreven door |^diposting oleh |^ditulis oleh |^dipostkan oleh |^投稿者 |^投稿者:|^投稿者：
|^dal nostro inviato |^dalla nostra inviata |^dal nostro corrispondente |^dalla nostra corrispondente |^ein kommentar von |^eine analyse von |^eine reportage von |^ein gastbeitrag von |^von unserer redakteurin |^von unserem redakteur |^von unserer korrespondentin |^von unserem korrespondenten
|^de notre correspondante |^de notre correspondant |^de notre envoyé spécial |^de notre envoyée spéciale |^de nuestro corresponsal |^de nuestra corresponsal |^van onze correspondent |^van onze redacteur |^van onze verslaggever
"""

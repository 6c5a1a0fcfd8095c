"""Pages that stand in the place of an article: to sign in, to be sent on, to get an app, to prove that one is no machine.

They speak to the reader, in a few sentences and under a heading of a few words. News of such things have other headings, so
one or the other has to be said by a heading as a whole, or by most of a short text.
"""

import re
from collections.abc import Iterable, Sequence

from pipelines.clean.shapes import weight
from pipelines.clean.suffixes import suffix

_HEADING = 60
"""Weight of the longest heading of such a page."""
_MOST = 1500
"""Weight of a text from which on it is more than such a page says."""
_SHARE = 0.4
"""Share of a page's sentences that speak so where no heading does."""
_ACCOUNT = re.compile(
    r"(?:please )?(?:log|sign)[ -]?(?:in|on)(?: or (?:register|sign up|create an? (?:free )?account))?(?: to (?:your|my) (?:\w+ )?account| to continue)?|sign up|register|create (?:an?|your) (?:free )?account|(?:my|your) account|"
    r"(?:forgot(?:ten)?|reset|change|recover) (?:your |my )?password|welcome back|"
    r"(?:jetzt )?anmelden(?: oder registrieren)?|anmeldung|einloggen|login|registrier(?:en|ung)|(?:ihr|mein) (?:konto|benutzerkonto|account)|passwort (?:vergessen|zurücksetzen|ändern)|"
    r"(?:se )?connecte[rz](?:-vous)?(?: à votre compte)?|connexion|s'identifier|identifiez-vous|(?:mon|votre) compte|créer (?:un|votre|mon) compte|s'inscrire|inscription|mot de passe oublié|réinitialise[rz] (?:le|votre) mot de passe|"
    r"inici(?:ar?|e) sesión|acceder|acceso(?: de)? usuarios|identifícate|regístr(?:ate|ese)|crear (?:una|tu|su) cuenta|(?:mi|tu|su) cuenta|(?:olvidé|recuperar) (?:mi |tu |su |la )?contraseña|"
    r"entrar|fa(?:ça|zer) (?:o )?login|iniciar sessão|criar (?:uma |sua )?conta|(?:minha|sua) conta|cadastr(?:e-se|o)|esqueci minha senha|recuperar senha|accedi|accesso|registrati|crea (?:un|il tuo) account|password dimenticata|"
    r"inloggen|aanmelden|registreren|maak een account aan|mijn account|wachtwoord vergeten|logga in|skapa konto|mitt konto|glömt lösenord(?:et)?|logg inn|opprett konto|log ind|opret konto|min konto|glemt (?:passord|adgangskode)|kirjaudu(?: sisään)?|luo tunnus|"
    r"zaloguj(?: się)?|logowanie|rejestracja|załóż konto|moje konto|przihlášení|přihlášení|přihlásit se|registrace|prihlásenie|bejelentkezés|belépés|regisztráció|autentificare|conectare|prijava|prijavi se|registracija|"
    r"вход(?: (?:в|на) (?:личный кабинет|аккаунт|сайт))?|войти|авторизация|регистрация|личный кабинет|восстановление пароля|вхід|увійти|реєстрація|σύνδεση|είσοδος|εγγραφή|giriş(?: yap)?|üye girişi|üye ol|kayıt ol|şifremi unuttum|"
    r"masuk|daftar|lupa kata sandi|log masuk|đăng nhập|đăng ký|quên mật khẩu|เข้าสู่ระบบ|สมัครสมาชิก|ลืมรหัสผ่าน|تسجيل (?:الدخول|دخول)|الدخول|إنشاء حساب|حسابي|نسيت كلمة المرور|ورود(?: به حساب کاربری)?|ثبت ?نام|התחברות|הרשמה|כניסה|"
    r"लॉग ?इन(?: करें)?|साइन ?इन(?: करें)?|लॉगिन|রেজিস্টার|লগ ?ইন(?: করুন)?|உள்நுழை(?:க|வு)?|ingia|登录|登入|用户登录|會員登入|会员登录|注册|忘记密码|ログイン|会員登録|新規登録|パスワードをお忘れの方|로그인|회원가입|비밀번호 찾기",
    re.IGNORECASE,
)
_FORGOT = re.compile(
    r"forgot(?:ten)? your password\?|by (?:signing|logging) in,? you|already have an account\?|by creating an account,? you|passwort vergessen\?|mot de passe oublié\s?\?|en vous connectant|¿(?:ha |has )?olvid(?:ado|ó|aste) (?:su|tu) contraseña|"
    r"esqueceu (?:a|sua) senha|password dimenticata\?|wachtwoord vergeten\?|glömt (?:ditt )?lösenord|forgotten password\?|nie pamiętasz hasła|zapomniałeś hasła|zapomněli jste heslo|забыли пароль\?|şifren?izi? mi unuttunuz|şifremi unuttum|lupa kata sandi|"
    r"quên mật khẩu|نسيت كلمة المرور|رمز عبور خود را فراموش|שכחת(?:ם)? (?:את )?(?:ה)?סיסמה|पासवर्ड भूल गए|忘记密码|忘記密碼|パスワードをお忘れ|비밀번호를 잊",
    re.IGNORECASE,
)
_SENT_ON = re.compile(
    r"you (?:are|will) (?:now )?be(?:ing)? (?:automatically )?redirected|you are (?:now )?leaving (?:the|our|this) (?:web)?site|not (?:automatically )?redirected|redirect to your requested content|checking your browser|check your browser before|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"enable javascript and cookies to continue|review the security of your connection|made us think (?:that )?you might be a bot|to regain access, please make sure that cookies|unusual (?:traffic|activity) from your|are you a robot\?|confirm (?:that )?you(?:'re| are) not a robot|complete the (?:captcha|security check)|"
    r"sie werden (?:automatisch |in kürze |nun )?(?:\w+ )?weitergeleitet|nicht (?:\w+ ){0,8}automatisch weitergeleitet|dass sie kein roboter sind|vous allez être redirigé|n'êtes pas redirigé|que vous n'êtes pas un robot|(?:está siendo|será|serás) redirigid[oa]|que no eres un robot|(?:está sendo|será) redirecionad[oa]|"
    r"(?:verrai|sarai|stai per essere) reindirizzat[oa]|wordt (?:automatisch )?doorgestuurd|zostaniesz przekierowan|(?:вы будете|сейчас вы будете) (?:автоматически )?перенаправлен|подтвердите, что вы не робот|yönlendiriliyorsunuz|سيتم (?:إعادة )?(?:توجيهك|تحويلك)|正在跳转|即将跳转|自动跳转|リダイレクトします|自動的に移動|로봇이 아닙니다",
    re.IGNORECASE,
)
_APP = re.compile(
    r"(?:read|open|continue|view|watch) (?:this (?:story|article|page) |it |more |on )?in (?:the|our) (?:\w+ )?app\b|(?:get|download|install) (?:the|our) (?:\w+ ){0,2}app\b|app store (?:or|and)(?: from)? google play|continue in (?:your|the) browser|"
    r"in (?:der|unserer) app (?:öffnen|lesen|weiterlesen)|(?:weiter|fortfahren) im browser|app (?:herunterladen|installieren|laden)|(?:ouvr|li[rs]|continu)[^.]{0,40} dans l'appli(?:cation)?\b|télécharge[rz] (?:l'|notre )appli|continuer (?:dans|sur) (?:le|votre) navigateur|"
    r"(?:abr|lee|ver|sigu|continu)[^.]{0,40} (?:en|desde) la (?:app|aplicación)\b|descarg(?:a|ar|ue) (?:la|nuestra) (?:app|aplicación)|continuar (?:en|no) (?:el |tu |su |seu )?nave(?:gador)|(?:abr|lei?[ar]|ver|continu)[^.]{0,40} no (?:app|aplicativo)\b|baix(?:e|ar) o (?:app|aplicativo)\b|apri nell'app|scarica l'app|continua (?:nel|sul) browser|открыть в приложении|скача(?:йте|ть) приложение|"
    r"打开\s?app|下载(?:新闻)?客户端|下载\s?app|扫描二维码下载|アプリで(?:開く|読む|見る)|アプリをダウンロード|앱(?:에서|으로) (?:보기|열기)|앱을? (?:다운로드|설치)",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"(?:page|article|content|address) (?:that )?you(?:'re| are| were)? (?:looking for|trying to (?:reach|view)|requested)|(?:couldn't|could not|can't|cannot) find (?:that|the|this) page|nothing (?:was|could be) found at this|link you followed may be broken|"
    r"(?:diese|die) (?:von ihnen )?(?:gesuchte |gewünschte |angeforderte |aufgerufene )?seite (?:\w+ ){0,3}(?:nicht (?:gefunden|finden)|existiert nicht|gibt es nicht)|gesuchte seite nicht|la page (?:que vous|demandée)[^.]{0,30} (?:n'existe|est introuvable|n'est (?:pas|plus) disponible|a été)|page est introuvable|"
    r"no (?:hemos encontrado|encontramos|se (?:ha )?encontr[óa](?:do)?) (?:la|esa|esta) página|la página (?:que (?:busca|estás buscando|intentas? \w+|solicit\w+)|solicitada)|não encontramos (?:a|essa|esta) página|a página que (?:você )?(?:procura|está procurando|tentou)|"
    r"la pagina (?:che (?:cerchi|stai cercando|hai (?:cercato|richiesto))|richiesta|cercata) non|de pagina die (?:u|je) (?:zoekt|zocht|opvraagt)|(?:deze|de) pagina (?:bestaat niet|kan niet worden gevonden)|sidan (?:du (?:söker|letar efter)|finns inte)|siden du (?:leter etter|leder efter|prøver)|etsimääsi sivua|"
    r"strona, której szukasz|nie znaleziono (?:takiej )?strony|stránka, kterou hledáte|požadovaná stránka|stránk[au], ktorú hľadáte|a keresett oldal nem|pagina (?:pe care o căutați|căutată) nu|pagina nu a fost găsită|stranic[au] koju (?:tražite|ste tražili)|страниц[аы],? (?:которую вы (?:ищете|искали|запросили)|не (?:найдена|существует))|"
    r"сторінк[аиу],? (?:яку ви (?:шукаєте|шукали)|не (?:знайдено|існує))|η σελίδα (?:που (?:αναζητάτε|ζητήσατε|ψάχνετε)|δεν βρέθηκε)|aradığınız sayfa|halaman (?:yang anda (?:cari|tuju)|tidak (?:ditemukan|dijumpai))|(?:không tìm thấy trang|trang (?:mà )?bạn (?:đang )?(?:tìm|truy cập))|ไม่พบหน้า|หน้าที่คุณ(?:กำลัง)?(?:ค้นหา|ต้องการ)|"
    r"الصفحة (?:التي (?:تبحث|تحاول|طلبت)|المطلوبة)|لم يتم العثور على الصفحة|صفحه(?:‌ای که به دنبال|ی? مورد نظر)|مطلوبہ صفحہ|ה(?:דף|עמוד) (?:שחיפשת|המבוקש|לא נמצא)|पेज (?:नहीं मिला|मौजूद नहीं)|पृष्ठ नहीं मिला|जिस पेज को (?:खोज|ढूंढ)|পেজটি (?:খুঁজে পাওয়া|পাওয়া) যায়নি|যে পেজটি খুঁজছেন|பக்கம் (?:கிடைக்கவில்லை|இல்லை)|"
    r"ukurasa (?:unaoutafuta|haukupatikana|haupatikani)|(?:您|你)(?:访问|訪問|要查找|要找|查找|浏览)的(?:页面|頁面|网页)|お探しのページ|ご指定のページ|요청하신 페이지|찾으시는 페이지",
    re.IGNORECASE,
)
_MISSED = 700
"""Weight of a text from which on it is more than says that a page is missing."""
_SPOKEN = (
    ("asks to sign in", _FORGOT),
    ("sends the reader on, or asks for a proof", _SENT_ON),
    ("offers an app", _APP),
)


def interstitial(headings: Iterable[str], sentences: Sequence[str]) -> str | None:
    """What a page says that stands in the place of an article, by its headings and the sentences of its text.

    >>> interstitial(["Log in | The Bote"], ["Welcome back, and please enter your address below."])
    'a heading of an account: Log in'
    >>> interstitial(["Log in bug locks out hundreds"], ["Readers could not log in on Monday."])
    """
    total = sum(map(weight, sentences))
    if total >= _MOST:
        return None
    for heading in headings:
        head = _bare(heading)
        if weight(head) <= _HEADING and _ACCOUNT.fullmatch(head):
            return f"a heading of an account: {head}"
    for what, pattern in _SPOKEN:
        said = [s for s in sentences if pattern.search(s.replace("\u2019", "'"))]
        if said and sum(map(weight, said)) >= _SHARE * total:
            return f"{what}: {said[0][:80]}"
    return None


def missing(headings: Iterable[str], sentences: Sequence[str]) -> str | None:
    """What tells the reader that the page that he asked for is not there.

    >>> missing(["The Bote"], ["The page you are looking for may have been moved, or it never was."])
    'The page you are looking for may have been moved, or it never was.'
    """
    total = sum(map(weight, sentences))
    if total >= _MISSED:
        return None
    said = [s for s in sentences if _SOUGHT.search(s.replace("\u2019", "'"))]
    if said and sum(map(weight, said)) >= _SHARE * total:
        return said[0]
    return next(
        (h for h in headings if weight(h) <= _HEADING and _SOUGHT.search(h.replace("\u2019", "'"))), None
    )


def _bare(heading: str) -> str:
    part = suffix(heading)
    return (part[0] if part else heading).replace("\u2019", "'").strip(" .!?…:")

"""Names of months in the languages that newspapers are written in, as they stand in dates."""

from types import MappingProxyType

_NAMES = """
january|february|march|april|may|june|july|august|september|october|november|december
jan|feb|mar|apr|may|jun|jul|aug|sep,sept|oct|nov|dec
januar,jänner|februar,feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember
jan|feb|mär,mrz|apr|mai|jun|jul|aug|sep,sept|okt|nov|dez
janvier|février,fevrier|mars|avril|mai|juin|juillet|août,aout|septembre|octobre|novembre|décembre,decembre
janv|févr,fév|mars|avr|mai|juin|juil|août|sept|oct|nov|déc
enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre,setiembre|octubre|noviembre|diciembre
ene|feb|mar|abr|may|jun|jul|ago|sep,set|oct|nov|dic
janeiro|fevereiro|março,marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro
jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez
gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre
gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic
januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december
jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec
januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december
januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember
jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des
tammikuuta,tammikuu|helmikuuta,helmikuu|maaliskuuta,maaliskuu|huhtikuuta,huhtikuu|toukokuuta,toukokuu|kesäkuuta,kesäkuu|heinäkuuta,heinäkuu|elokuuta,elokuu|syyskuuta,syyskuu|lokakuuta,lokakuu|marraskuuta,marraskuu|joulukuuta,joulukuu
janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember
stycznia,styczeń|lutego,luty|marca,marzec|kwietnia,kwiecień|maja,maj|czerwca,czerwiec|lipca,lipiec|sierpnia,sierpień|września,wrzesień|października,październik|listopada,listopad|grudnia,grudzień
sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru
ledna,leden|února,únor|března,březen|dubna,duben|května,květen|června,červen|července,červenec|srpna,srpen|září|října,říjen|listopadu|prosince,prosinec
januára|februára|marca|apríla|mája|júna|júla|augusta|septembra|októbra|novembra|decembra
siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga,studenog|prosinca
januara|februara|marta|aprila|maja|juna|jula|avgusta|septembra|oktobra|novembra|decembra
januar|februar|marec|april|maj|junij|julij|avgust|september|oktober|november|december
jan|febr|márc|ápr|máj|jún|júl|aug|szept|okt|nov|dec
ian|feb|mar|apr|mai|iun|iul|aug|sept|oct|noi|dec
oca|şub,şubat|mar|nis|may|haz|tem|ağu|eyl|eki|kas|ara
led|úno|bře|dub|kvě|čvn|čvc|srp|zář|říj|lis|pro
січ|лют|бер|квіт,кві|трав,тра|черв,чер|лип|серп,сер|вер|жовт,жов|лист|груд,гру
জানুয়ারী|ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর
január|február|március|április|május|június|július|augusztus|szeptember|október|november|december
ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie
ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık
yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr
sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|lapkričio|gruodžio
janvāris,janvārī|februāris,februārī|marts,martā|aprīlis,aprīlī|maijs,maijā|jūnijs,jūnijā|jūlijs,jūlijā|augusts,augustā|septembris,septembrī|oktobris,oktobrī|novembris,novembrī|decembris,decembrī
jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember
gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre
januar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor
января,январь|февраля,февраль|марта,март|апреля,апрель|мая,май|июня,июнь|июля,июль|августа,август|сентября,сентябрь|октября,октябрь|ноября,ноябрь|декабря,декабрь
янв|фев|мар|апр|май|июн|июл|авг|сен,сент|окт|ноя,нояб|дек
січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня
студзеня|лютага|сакавіка|красавіка|мая|чэрвеня|ліпеня|жніўня|верасня|кастрычніка|лістапада|снежня
януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември
јануар,јануара|фебруар,фебруара|март,марта|април,априла|мај,маја|јун,јуна|јул,јула|август,августа|септембар,септембра|октобар,октобра|новембар,новембра|децембар,децембра
ιανουαρίου,ιανουάριος|φεβρουαρίου,φεβρουάριος|μαρτίου,μάρτιος|απριλίου,απρίλιος|μαΐου,μαίου,μάιος|ιουνίου,ιούνιος|ιουλίου,ιούλιος|αυγούστου,αύγουστος|σεπτεμβρίου,σεπτέμβριος|οκτωβρίου,οκτώβριος|νοεμβρίου,νοέμβριος|δεκεμβρίου,δεκέμβριος
ιαν|φεβ|μαρ|απρ|μαϊ,μάι|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ
يناير|فبراير|مارس|أبريل,ابريل,إبريل|مايو|يونيو|يوليو|أغسطس,اغسطس|سبتمبر|أكتوبر,اكتوبر|نوفمبر|ديسمبر
كانون الثاني|شباط|آذار,اذار|نيسان|أيار,ايار|حزيران|تموز|آب|أيلول,ايلول|تشرين الأول,تشرين الاول|تشرين الثاني|كانون الأول,كانون الاول
جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر
ينوار|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر
ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر
جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر
בינואר,ינואר|בפברואר,פברואר|במרץ,מרץ|באפריל,אפריל|במאי,מאי|ביוני,יוני|ביולי,יולי|באוגוסט,אוגוסט|בספטמבר,ספטמבר|באוקטובר,אוקטובר|בנובמבר,נובמבר|בדצמבר,דצמבר
जनवरी|फरवरी,फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर,सितम्बर|अक्टूबर,अक्तूबर|नवंबर,नवम्बर|दिसंबर,दिसम्बर
জানুয়ারি|ফেব্রুয়ারি|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর
januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember
januari|februari|mac|april|mei|jun|julai|ogos|september|oktober|november|disember
มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม
januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba
ஜனவரி|பிப்ரவரி|மார்ச்|ஏப்ரல்|மே|ஜூன்|ஜூலை|ஆகஸ்ட்,ஆகஸ்டு|செப்டம்பர்,செப்டெம்பர்|அக்டோபர்,அக்டோபா்|நவம்பர்|டிசம்பர்
జనవరి|ఫిబ్రవరి|మార్చి|ఏప్రిల్|మే|జూన్|జులై,జూలై|ఆగస్టు,ఆగస్ట్|సెప్టెంబర్,సెప్టెంబరు|అక్టోబర్,అక్టోబరు|నవంబర్,నవంబరు|డిసెంబర్,డిసెంబరు
ಜನವರಿ|ಫೆಬ್ರವರಿ,ಫೆಬ್ರುವರಿ|ಮಾರ್ಚ್|ಏಪ್ರಿಲ್|ಮೇ|ಜೂನ್|ಜುಲೈ|ಆಗಸ್ಟ್|ಸೆಪ್ಟೆಂಬರ್|ಅಕ್ಟೋಬರ್|ನವೆಂಬರ್|ಡಿಸೆಂಬರ್
ജനുവരി|ഫെബ്രുവരി|മാർച്ച്|ഏപ്രിൽ|മേയ്,മെയ്|ജൂൺ|ജൂലൈ|ഓഗസ്റ്റ്,ആഗസ്റ്റ്|സെപ്റ്റംബർ|ഒക്ടോബർ|നവംബർ|ഡിസംബർ
જાન્યુઆરી|ફેબ્રુઆરી|માર્ચ|એપ્રિલ|મે|જૂન|જુલાઈ|ઑગસ્ટ,ઓગસ્ટ|સપ્ટેમ્બર|ઑક્ટોબર,ઓક્ટોબર|નવેમ્બર|ડિસેમ્બર
ਜਨਵਰੀ|ਫਰਵਰੀ,ਫ਼ਰਵਰੀ|ਮਾਰਚ|ਅਪ੍ਰੈਲ|ਮਈ|ਜੂਨ|ਜੁਲਾਈ|ਅਗਸਤ|ਸਤੰਬਰ|ਅਕਤੂਬਰ|ਨਵੰਬਰ|ਦਸੰਬਰ
जानेवारी|फेब्रुवारी|मार्च|एप्रिल|मे|जून|जुलै|ऑगस्ट|सप्टेंबर|ऑक्टोबर|नोव्हेंबर|डिसेंबर
ජනවාරි|පෙබරවාරි|මාර්තු|අප්‍රේල්,අප්රේල්|මැයි|ජූනි|ජූලි|අගෝස්තු|සැප්තැම්බර්|ඔක්තෝබර්|නොවැම්බර්|දෙසැම්බර්
հունվարի,հունվար|փետրվարի,փետրվար|մարտի,մարտ|ապրիլի,ապրիլ|մայիսի,մայիս|հունիսի,հունիս|հուլիսի,հուլիս|օգոստոսի,օգոստոս|սեպտեմբերի,սեպտեմբեր|հոկտեմբերի,հոկտեմբեր|նոյեմբերի,նոյեմբեր|դեկտեմբերի,դեկտեմբեր
იანვარი,იანვარს|თებერვალი,თებერვალს|მარტი,მარტს|აპრილი,აპრილს|მაისი,მაისს|ივნისი,ივნისს|ივლისი,ივლისს|აგვისტო,აგვისტოს|სექტემბერი,სექტემბერს|ოქტომბერი,ოქტომბერს|ნოემბერი,ნოემბერს|დეკემბერი,დეკემბერს
ጃንዩወሪ,ጃንዋሪ|ፌብሩወሪ,ፌብሩዋሪ|ማርች|ኤፕሪል|ሜይ|ጁን|ጁላይ|ኦገስት|ሴፕቴምበር|ኦክቶበር|ኖቬምበር|ዲሴምበር
қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан
yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr
enero|pebrero|marso|abril|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre
xaneiro|febreiro|marzo|abril|maio|xuño|xullo|agosto|setembro|outubro|novembro|decembro
januarie|februarie|maart|april|mei|junie|julij|augustus|september|oktober|november|desember
janairu|fabrairu,faburairu|watan maris|afrilu|mayu|yuni|yuli|agusta|satumba|oktoba|nuwamba|disamba
"""


def _table() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for number, names in enumerate(line.split("|"), 1):
            for name in names.split(","):
                found.setdefault(name, number)
    return found


MONTHS = MappingProxyType(_table())
"""Number of the month by its name in lower case."""

CROATIAN = MappingProxyType({"listopada": 10, "listopad": 10, "lis": 10, "lip": 6, "srp": 7})
"""What is another month in Croatian than in Polish and Czech."""

WORDS = frozenset(("pro", "led", "dub"))
"""Short names in Czech that are words in many languages: ``MacBook Pro 13, 2020``, ``20 pro 2024``."""

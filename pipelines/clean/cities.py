"""Cities that papers write from, and the days of the week: words that stand beside a byline's names and are none."""

_CITIES = """
madrid|barcelona|bilbao|bogotá|buenos aires|caracas|la habana|la paz|quito|montevideo|asunción|ciudad de méxico|san salvador|managua|tegucigalpa|ciudad de panamá
bruselas|londres|pekín|moscú|nueva york|lisboa|estambul|el cairo|jerusalén|ginebra|varsovia|atenas|estocolmo|copenhague|tokio|teherán|beirut|kiev|kyiv|rabat|argel
brasília|são paulo|rio de janeiro|porto alegre|belo horizonte|bruxelas|moscou|pequim|nova york|londra|bruxelles|mosca|pechino|gerusalemme|il cairo|new york|istanbul|atene
le caire|moscou|jérusalem|pékin|téhéran|beyrouth|genève|new delhi|kairo|brüssel|moskau|jerusalem|peking|teheran|kabul|bagdad|damaskus|warschau|athen|cairo|moscow|beijing|baghdad|nairobi|brussels|geneva|tehran
القاهرة|بيروت|بغداد|دمشق|عمّان|عمان|الرياض|جدة|دبي|أبوظبي|أبو ظبي|الدوحة|المنامة|مسقط|صنعاء|عدن|الخرطوم|طرابلس|تونس|الجزائر|الرباط|الدار البيضاء|نواكشوط|القدس|رام الله|غزة|الكويت|أربيل|لندن|باريس|واشنطن|نيويورك|موسكو|أنقرة|إسطنبول|طهران|برلين|بروكسل
תל אביב|ירושלים|москва|киев|київ|минск
"""
CITIES = frozenset(city for line in _CITIES.split("\n") for city in line.split("|") if city)
"""In small letters. None that is a last name of many, as London, Paris, Washington, Sevilla and Lima are."""

_DAYS = """
monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun
montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so
lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo
segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|segunda|terça|quarta|quinta|sexta|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica
maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag
maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar
понедельник|понедельника|вторник|вторника|среда|среды|четверг|четверга|пятница|пятницы|суббота|субботы|воскресенье|воскресенья|senin|selasa|rabu|kamis|jumat|sabtu|minggu
"""
DAYS = frozenset(day for line in _DAYS.split("\n") for day in line.split("|") if day)
"""In small letters, short forms among them."""

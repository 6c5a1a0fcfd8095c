"""Cities that stories are dated from, as they are written at the head of one.

Only what is here is a place where the sign behind it stands behind other words, too: ``Warning:`` is none.
"""

_NAMES = """
Abidjan|Abu Dhabi|Abuja|Accra|Addis Ababa|Aden|Ahmedabad|Aleppo|Algiers|Amman|Amritsar|Amsterdam|Ankara|Antwerp|Athens|Atlanta|Auckland|Austin|Baghdad|Baku|Baltimore|Bangkok|Barcelona|Beijing|Beirut|Belfast|Belgrade|Bengaluru|Bangalore|Berlin|Bern|Bhopal|Bhubaneswar|Birmingham|Bishkek|Bogota|Bonn|Boston|Brasilia|Bratislava|Bremen|Brisbane|Brussels|Bucharest|Budapest|Buenos Aires|Cairo|Calcutta|Canberra|Cape Town|Caracas|Casablanca|Chandigarh|Chennai|Chicago|Chisinau|Cologne|Colombo|Copenhagen|Dakar|Dallas|Damascus|Dehradun|Denver|Detroit|Dhaka|Doha|Dresden|Dubai|Dublin|Dushanbe|Edinburgh|Faisalabad|Frankfurt|Geneva|Glasgow|Guwahati|Gurugram|Hamburg|Hanoi|Hanover|Harare|Havana|Helsinki|Ho Chi Minh City|Hong Kong|Honolulu|Houston|Hyderabad|Islamabad|Istanbul|Jaipur|Jakarta|Jammu|Jerusalem|Johannesburg|Kabul|Kampala|Karachi|Kathmandu|Khartoum|Kigali|Kinshasa|Kochi|Kolkata|Kuala Lumpur|Kuwait City|Kyiv|Kiev|Lagos|Lahore|Leipzig|Lima|Lisbon|London|Los Angeles|Lucknow|Luxembourg|Madrid|Manchester|Manila|Melbourne|Mexico City|Miami|Milan|Minneapolis|Minsk|Mogadishu|Montevideo|Montreal|Moscow|Mumbai|Munich|Muscat|Nagpur|Nairobi|New Delhi|New York|Nicosia|Oslo|Ottawa|Paris|Patna|Peshawar|Philadelphia|Phnom Penh|Prague|Pretoria|Pune|Pyongyang|Quetta|Quito|Rabat|Ranchi|Rawalpindi|Reykjavik|Riga|Rio de Janeiro|Riyadh|Rome|San Francisco|San Jose|Sanaa|Santiago|Sao Paulo|Sarajevo|Seattle|Seoul|Shanghai|Shimla|Singapore|Sofia|Srinagar|St Petersburg|Stockholm|Stuttgart|Surat|Sydney|Taipei|Tallinn|Tashkent|Tbilisi|Tehran|Tel Aviv|Thiruvananthapuram|Tirana|Tokyo|Toronto|Tripoli|Tunis|Vancouver|Varanasi|Vatican City|Vienna|Vijayawada|Vilnius|Visakhapatnam|Warsaw|Washington|Wellington|Yangon|Yerevan|Zagreb|Zurich
Wien|München|Köln|Düsseldorf|Nürnberg|Frankfurt/Main|Hannover|Potsdam|Mainz|Wiesbaden|Kiel|Schwerin|Erfurt|Magdeburg|Saarbrücken|Karlsruhe|Dortmund|Graz|Linz|Salzburg|Innsbruck|Zürich|Basel|Genf|Brüssel|Paris|Rom|Mailand|Moskau|Kiew|Warschau|Prag|Athen|Kairo|Jerusalem|Peking|Tokio|Straßburg|Lissabon|Kopenhagen|Luxemburg|Teheran|Damaskus|Bagdad|Tunis|Tripolis
Bruxelles|Genève|Londres|Moscou|Le Caire|Alger|Pékin|Berne|Roma|Milano|Torino|Napoli|Bruxelles|Lisboa|São Paulo|Brasília|Bogotá|Ciudad de México|Caracas|La Habana|Sevilla|Valencia|Bilbao|Surabaya|Bandung|Medan|Yogyakarta|Semarang|Makassar|Denpasar
नई दिल्ली|दिल्ली|मुंबई|लखनऊ|पटना|भोपाल|जयपुर|रांची|देहरादून|चंडीगढ़|कोलकाता|चेन्नई|बेंगलुरु|हैदराबाद|अहमदाबाद|श्रीनगर|जम्मू|शिमला|इंदौर|वाराणसी|कानपुर|नागपुर|पुणे
""".strip().replace("\n", "|")
KNOWN = frozenset(name.casefold() for name in _NAMES.split("|"))


def known(text: str) -> bool:
    """Whether one or more places are named, with strokes between them, and nothing else.

    >>> [known(t) for t in ("NEW DELHI", "Berlin/Kairo", "Warning", "berlin")]
    [True, True, False, False]
    """
    if text.casefold() in KNOWN:
        return not text[0].islower()
    return (
        "/" in text and all(known(part) for part in text.split("/") if part) and "//" not in text.strip("/")
    )

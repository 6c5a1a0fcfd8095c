"""Site files of any number of invented papers."""

from pathlib import Path

ZONES = ("Europe/Paris", "Africa/Cairo", "Asia/Tokyo", "America/New_York", "UTC")
LANGUAGES = ("en", "fr", "ar", "ja")
YAML = """\
name: Paper Number {number}
home: https://paper{number:05}.example/
languages: [{language}]
time_zone: {zone}
country: FR
day: "{minute} {hour} * * *"
poll: "{minute} * * * *"
revisit: [1h, 6h, 1d, 3d, 7d, 30d]
discover:
  - feed: /rss.xml
  - sitemap: /sitemaps/news.xml
  - front: /
  - dated: /{{yyyy}}/{{mm}}/{{dd}}/
articles: ^/20\\d\\d/\\d\\d/\\d\\d/.+
expect: {{per_day: [20, 400]}}
clean:
  - {{until: 2025-03-01, body: div.story}}
  - {{body: article .body, drop: [.newsletter]}}
"""


def site_file(number: int) -> str:
    """One paper's file, with everything that most files have."""
    language, zone = LANGUAGES[number % len(LANGUAGES)], ZONES[number % len(ZONES)]
    return YAML.format(number=number, language=language, zone=zone, minute=number * 7 % 60, hour=number % 5)


def write_sites(folder: Path, count: int, first: int = 0) -> list[str]:
    """So many files; the ids of their sites."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = [f"paper{number:05}" for number in range(first, first + count)]
    for number, name in enumerate(ids, first):
        (folder / f"{name}.yaml").write_text(site_file(number))
    return ids

"""Discovery: bytes of feeds, sitemaps, front pages and dated archive pages become links. No fetching here."""

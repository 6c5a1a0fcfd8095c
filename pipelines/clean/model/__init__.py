"""The block classifier: what it looks at, how it decides, how it was trained (``CARD.md``, ``DATA.md``)."""

"""In German, Dutch, Swedish, Danish, Norwegian, Icelandic, Faroese and Afrikaans."""

SUBSCRIBE = """
newsletter informiert sie
"""
RELATED = """
"""
COMMENTS = """
"""
SHARE = """
"""
ADVERTISEMENT = """
"""
WIDGET = """
finden sie … externen inhalt, der
damit einverstanden, dass mir externe inhalte
"""
LEGAL = """
"""
AGENCY_NOTE = """
"""
OTHER = """
"""

"""In English."""

SUBSCRIBE = """
sign up for our … newsletter
sign up to our … newsletter
get access to … subscriptions service
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
"""
LEGAL = """
"""
AGENCY_NOTE = """
"""
OTHER = """
"""

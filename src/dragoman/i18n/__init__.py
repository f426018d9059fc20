"""What people read: names, terms, dates, numbers, sentences and messages in nine languages.

    loc = locale("ar")
    loc.summary(event)  # "أرسلت كازاخستان مساعدات إنسانية إلى أوكرانيا"

All knowledge of a language stands in ``data/<language>/``, laid out in ``data/README.md``.
"""

from .locale import LANGUAGES, Locale, locale

__all__ = ["LANGUAGES", "Locale", "locale"]

"""How pages look and behave: base page, components, tokens, behaviours, template tags.

Nouns: page, menu, icon, figure, chart, notice. Has no models. Leans on core alone.
"""

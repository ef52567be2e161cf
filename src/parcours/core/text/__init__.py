"""What customers say in their own words: French and English, offline, on a processor.

`code` reads texts into a table, `explain` shows the words that decided, `learn` lets people's
corrections teach, `uncertain` says which texts are worth labelling next.
"""

from parcours.core.text.coding import Said, code, explain, explain_all, uncertain
from parcours.core.text.learning import Workspace, learn

__all__ = ["Said", "Workspace", "code", "explain", "explain_all", "learn", "uncertain"]

"""Words of French and English that tell nothing of what a text is about."""

from typing import Final

_FRENCH: Final = """
a ai aie ait alors apres as assez au aucun aucune aujourd auquel aura aurait aussi autre
autres aux avaient avais avait avant avec avez avoir avons bah beaucoup bien bon bonne bref ca
car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez chose choses
comme comment d dans de deja depuis derriere des desormais deux devant doit donc dont du
durant elle elles en encore enfin ensuite entre envers es est et etaient etais etait etant ete
etes etre eu eux faire fais fait faites faut fois font grace gens hors hui il ils j jamais je
jour jours jusqu jusque l la laquelle le lequel les lesquels leur leurs lors lorsque lui m ma
mais malgre me meme memes mes mettre mieux mis moi moins mon n ne ni non nos notre nous on ont
or ou oui par parce parfois pas pendant peu peut peuvent peux plus plusieurs plutot pour
pourquoi pourtant pouvez pris puis puisque qu quand quant que quel quelle quelles quelqu
quelque quelques quels qui quoi rien s sa sais sans sauf se sera serait ses seul seulement si
sinon soit sommes son sont sous souvent suis sur surtout t ta tant te tel telle tellement tes
toi ton toujours tous tout toute toutefois toutes tres trop tu un une va vais vers voici voila
vont vos votre vous vraiment vu y merci bonjour bonsoir salut coucou svp stp plait cordialement
sincerement salutations remercie remercions madame mesdames monsieur messieurs mme mr grand
grande grands grandes mere meres pere peres maman papa soeur soeurs frere freres mari epouse
"""
_ENGLISH: Final = """
a able about above after again all almost also although always am an and another any anyone
anything are aren't around as at away back be because been before being below best better
between both but by came can can't cannot come could couldn't day days did didn't do does
doesn't doing don't done down during each either else even ever every everyone everything few
first for from further get gets getting give given go going good got great had hadn't has
hasn't have haven't having he her here hers herself him himself his how however i i'd i'll i'm
i've if in instead into is isn't it it's its itself just keep know last least less let like
little ll lot lots made make makes many may me might more most much must mustn't my myself
need never new no nor not nothing now of off often oh ok okay on once one only onto or other
others our ours ourselves out over own per perhaps please put quite rather re really said same
say see seem several shall she should shouldn't since so some someone something sometimes soon
still such sure take taken than thank thanks that that's the their theirs them themselves then
there these they thing things think this those though three through thus time times to
together too toward try two under until up upon us use used using ve very want was wasn't way
we well went were weren't what whatever when where whether which while who whole whom whose
why will with within without won't would wouldn't yes yet you you'd you'll you're your yours
yourself hello hi dear regards sincerely kindly cheers mr mrs ms sir madam mother father mum mom
dad sister brother husband wife grandmother grandfather
"""

COMMON: Final = frozenset(_FRENCH.split()) | frozenset(_ENGLISH.split())
"""Folded as `tokens` folds."""

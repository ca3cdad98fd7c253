"""Word lists that tell a full stop at the end of a sentence from any other.

Each list is case-sensitive, because "max." is an abbreviation and "Max." is not.
"""

from ingest.dates import MONTHS

LONGEST_SHORT_MONTH = 4  # "Sept." is one


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_FINAL = _words(
    """
    Dr Drs Prof Dipl Ing Priv Doz Univ Hr Frl Bgm Mr Mrs Ms Messrs Hl hl St Ste Rev Capt Lt Sgt
    Col Gebr Wr Stv stv Vors Hrsg hrsg bzw Bzw ca Ca vgl Vgl sog inkl exkl zzgl evtl Evtl ggf
    Ggf gem lt max min mind ehem einschl insb insbes bspw Bspw jew allg dt engl frz ital lat
    russ österr amerik brit europ intl int kath evang griech jüd poln chin jap wg bes zw resp
    abzgl spez urspr vorm südl nördl östl westl betr vs eigtl wiss pol
    med em jur phil rer nat habil gegr
    """
)
NEVER_FINAL_COMPOUND = _words(
    """
    z.B Z.B d.h D.h v.a V.a i.d.R I.d.R u.U U.u m.E M.E i.e e.g E.g o.g s.u s.o k.u.k i.S i.A
    z.Hd z.T Z.T z.Zt n.d w.o m.a.W d.J s.a u.z m.W i.w.S i.e.S i.V i.Z a.M a.d o.ä
    """
)
RARELY_FINAL = _words(
    """
    Mio Mrd Bio Bill Tsd Mill Jr jr Sr Std Sek Min Jh Jhdt Jhd Chr Str geb gest verh Abg Co Inc
    Corp Ltd Gen Sen Rep Gov Mag Fr Kfm Red Fa Verf Anm Sa So Mo Di Mi Do tägl mtl jährl Tel Dir
    Mass Conn Calif Fla Ph Bhf Pkt Exz Ew Nachf Ges Kl Pf
    """
)
BEFORE_NUMBER = _words(
    """
    Nr nr Art Abs Ziff S Kap Bd Bde Abb Fig Tab Vol No no Tel Rn Rdnr Az Lit lit Anm Buchst Hs
    Str pp p Pos Sp Z Gr Kat Kl Jg H Ausg Nrn Artt Aug
    """
) | frozenset(name.capitalize() for name in MONTHS if len(name) in (3, 4)) - _words(
    """
    Mai May Juni Juli June July März
    """
)
MONTH_NAMES = frozenset(name.capitalize() for name in MONTHS)

# Articles, pronouns, conjunctions, adverbs and prepositions; "A" and "I" would be initials.
SENTENCE_STARTERS = _words(
    """
    Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Kein Keine Keiner Keinen Er Sie Es
    Ich Du Wir Ihr Ihre Ihren Ihrem Ihrer Sein Seine Seinen Seinem Seiner Unser Unsere Mein
    Meine Man Jeder Jede Jedes Alle Alles Beide Viele Einige Manche Mehrere Niemand Nichts Etwas
    Wer Was Wann Wo Wie Warum Wieso Weshalb Woher Wohin Welche Welcher Welches Wem Wen Dies
    Diese Dieser Dieses Diesen Diesem Jene Jener Solche Und Oder Aber Doch Denn Sondern Auch Nun
    Nur Noch So Dann Da Dabei Dadurch Dafür Dagegen Daher Damals Damit Danach Daneben Daran
    Darauf Daraufhin Daraus Darin Darüber Darum Darunter Davon Davor Dazu Dennoch Deshalb
    Deswegen Dort Trotzdem Jedoch Allerdings Außerdem Zudem Zwar Während Wenn Weil Als Ob Obwohl
    Nachdem Bevor Sobald Solange Seit Seitdem Bis In Im Ins An Am Auf Aus Außer Bei Beim Mit
    Nach Von Vom Vor Zu Zum Zur Für Gegen Ohne Um Unter Über Durch Zwischen Hinter Neben Trotz
    Wegen Laut Ab Angesichts Aufgrund Infolge Innerhalb Hier Hierzu Hinzu Heute Gestern Jetzt
    Inzwischen Mittlerweile Zuletzt Zuvor Zunächst Zugleich Zuerst Später Früher Bald
    Schließlich Insgesamt Insbesondere Bereits Bislang Bisher Schon Erst Immer Immerhin
    Eigentlich Vielleicht Möglicherweise Nicht Nie Etwa Rund Knapp Mehr Ebenso Ebenfalls Sogar
    Selbst Somit Stattdessen Übrigens Vielmehr Wiederum Wobei Falls Sollte Hat Hatte Ist Sind
    War Waren Wird Wurde Wurden Kann Ja Nein The This That These Those He She It We They You His
    Her Their Its Our My At On But And Or However From With If When While As There Then Who Why
    How Where Not No After Before For To By Since Although Because Meanwhile Derzeit
    Gleichzeitig Anschließend Ferner Hingegen Demnach Folglich Ansonsten Andererseits Einerseits
    Oft Häufig Manchmal Meist Meistens Indes Unterdessen Erstmals Sowohl Weder Entweder Sofern
    Indem Wenige Weitere Obgleich
    """
)
ORDINAL_LEADERS = _words(
    """
    der die das den dem des am im vom zum zur beim ab bis seit ein eine einen einem einer eines
    ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner mein meine meinem meinen unser
    unsere unserem unseren jeder jede jedes jedem jeden dieser diese dieses diesem diesen kein
    keine nächsten letzten und oder dessen deren als
    """
)
QUANTITY_LEADERS = _words(
    """
    auf um platz rang nummer artikel paragraf paragraph seite kapitel teil rund etwa knapp fast
    über insgesamt nur genau waren sind minus plus mal zone gleis klasse gruppe
    """
)
CREDIT_NAMES = "APA|dpa|AFP|Reuters|rtr|AP|epd|KNA|SID|dts|red|Red|apa|ag"

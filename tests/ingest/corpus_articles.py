"""Ten invented news articles: what every file of the corpus is made of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it should be read.

    Paragraphs that begin with "# " are subheadings.
    """

    title: str
    outlet: str
    author: str
    published: date
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n\n".join(paragraph.removeprefix("# ") for paragraph in self.paragraphs)


def story(title, outlet, author, published, text):
    paragraphs = tuple(" ".join(block.split()) for block in text.strip().split("\n\n"))
    return Story(title, outlet, author, date.fromisoformat(published), paragraphs)


STORIES = (
    story(
        "Hafenstadt plant neue Fähre über die Förde",
        "Nordsee-Zeitung",
        "Anna Weber",
        "2024-05-03",
        """
        Die Stadt Grömsund will vom kommenden Frühjahr an eine elektrische Fähre über die Förde
        schicken. Das beschloss der Rat am Donnerstagabend mit 21 zu 14 Stimmen. Die Überfahrt soll
        zwölf Minuten dauern und 2,80 Euro kosten.

        „Wir holen den Verkehr von der Brücke“, sagte Bürgermeisterin Käthe Jürgensen nach der
        Sitzung. Auf der Brücke stehen Pendler morgens im Schnitt 25 Minuten im Stau, wie eine
        Zählung des Landesamts für Straßenbau ergab.

        # Streit um die Kosten

        Die Fähre kostet nach dem Entwurf der Verwaltung 8,4 Millionen Euro. Das Land übernimmt
        davon 60 Prozent, den Rest zahlen die Stadt und der Kreis je zur Hälfte. Die Opposition
        hält die Rechnung für zu niedrig, weil Liegeplätze und Ladesäulen darin fehlen.

        Der Betrieb soll im April 2025 beginnen. Bis dahin muss die Werft in Büsum das Schiff
        bauen und das Wasserstraßenamt die Linie genehmigen. Ein Gutachten zum Schutz der
        Seegraswiesen liegt bereits vor.
        """,
    ),
    story(
        "Gericht kippt Nachtflugverbot in Altenrode",
        "Der Tagesbote",
        "Ben Groß, Clara Özdemir",
        "2023-11-17",
        """
        Das Verwaltungsgericht hat das Nachtflugverbot am Flughafen Altenrode aufgehoben. Die
        Richter gaben der Klage einer Frachtgesellschaft statt, die seit 2021 gegen die Auflage
        vorgeht. Das Urteil ist noch nicht rechtskräftig.

        Nach Ansicht der Kammer hat das Land den Lärm nicht richtig gemessen. Die Geräte standen
        demnach in zwei von fünf Fällen hinter einer Schutzwand. „Eine solche Messung trägt kein
        Verbot“, sagte der Vorsitzende Richter Götz Hähnel in der Begründung.

        # Anwohner wollen weiter kämpfen

        In den Dörfern unter der Einflugschneise ist die Enttäuschung groß. Die Bürgerinitiative
        „Ruhe nach zehn“ zählt 1.300 Mitglieder und will das Land zur Berufung drängen. Ihr
        Sprecher nannte das Urteil einen Schlag ins Gesicht der Menschen, die nachts schlafen
        müssen.

        Der Flughafen rechnet vorerst mit vier zusätzlichen Frachtmaschinen je Nacht. Bis zur
        Entscheidung der nächsten Instanz bleiben Starts nach 23 Uhr genehmigungspflichtig.
        """,
    ),
    story(
        "Warum die Bauern am Bodensee auf Hopfen verzichten",
        "Alpenkurier",
        "Luisa von Thal",
        "2022-08-29",
        """
        Auf den Feldern von Franz Xaver Mühlegg wächst in diesem Sommer zum ersten Mal seit
        vierzig Jahren kein Hopfen. Stattdessen reifen dort Kichererbsen, die mit wenig Regen
        auskommen. Der Landwirt hat die Drahtgerüste im März abgebaut und verkauft.

        Mühlegg ist nicht der Einzige. Nach Angaben des Bauernverbands haben 38 von 140 Betrieben
        in der Region den Anbau in den vergangenen drei Jahren aufgegeben. Vor allem die Preise für
        Dünger und Strom hätten sich mehr als verdoppelt.

        # Das Bier wird knapper

        Für die Brauereien ist das ein Problem. Sie haben Verträge mit festen Mengen geschlossen
        und müssen nun in Tschechien und Slowenien zukaufen. Eine Maß könnte dadurch um zehn bis
        fünfzehn Cent teurer werden, schätzt der Brauerbund.

        Ob der Hopfen zurückkehrt, hängt auch vom Wetter ab. Im Juli fielen nur 31 Liter Regen auf
        den Quadratmeter, ein Drittel des üblichen Werts. „Gegen den Himmel kann ich nicht
        wirtschaften“, sagt Mühlegg und zerreibt eine trockene Ähre zwischen den Fingern.
        """,
    ),
    story(
        "Forscher finden ältestes Segelschiff der Ostsee",
        "Rheinische Rundschau",
        "Max Müller",
        "2021-02-08",
        """
        Taucher haben vor der Insel Hohwacht das bislang älteste Segelschiff der Ostsee entdeckt.
        Das Holz stammt nach einer Untersuchung der Jahresringe aus dem Winter 1136. Das Wrack
        liegt in achtzehn Metern Tiefe und ist ungewöhnlich gut erhalten.

        Das Team der Universität Kiel war eigentlich auf der Suche nach Munition aus dem Zweiten
        Weltkrieg. Auf dem Echolot erschien dann eine Form, die nicht zu einer Bombe passte. „Wir
        dachten zuerst an einen Schwarm Heringe“, sagte die Archäologin Sünje Böttcher.

        # Ladung aus Norwegen

        Im Rumpf fanden die Forscher Wetzsteine, die nur in der norwegischen Gemeinde Eidsborg
        gebrochen wurden. Daneben lagen Reste von Fässern und ein Schuh aus Rindsleder. Vermutlich
        war das Schiff auf dem Weg nach Schleswig, als es in einen Sturm geriet.

        Das Wrack soll vorerst auf dem Grund bleiben, weil das Holz an der Luft zerfallen würde.
        Die Universität will es im Sommer vollständig vermessen und als dreidimensionales Modell
        ins Netz stellen.
        """,
    ),
    story(
        "Streik legt Busse in drei Kreisen lahm",
        "Morgenblatt",
        "Jördis Kühn",
        "2025-01-14",
        """
        Tausende Pendler müssen sich am Mittwoch auf einen Stillstand einstellen. Die Gewerkschaft
        hat die Fahrer in den Kreisen Weißbach, Ötzingen und Hohenfels zu einem ganztägigen
        Warnstreik aufgerufen. Auch der Schülerverkehr fällt aus.

        Die Gewerkschaft fordert 9,5 Prozent mehr Lohn und zwei zusätzliche freie Tage. Die
        Arbeitgeber bieten bisher vier Prozent in zwei Schritten. „Das gleicht nicht einmal die
        Preise vom letzten Jahr aus“, sagte Verhandlungsführer Jürgen Schätzle.

        # Notbetrieb nur am Klinikum

        Ein Notbetrieb ist lediglich auf der Linie 7 zum Kreisklinikum vorgesehen. Dort fahren die
        Busse zwischen sechs und zwanzig Uhr einmal in der Stunde. Für alle anderen Strecken
        empfiehlt der Verkehrsverbund das Fahrrad oder eine Fahrgemeinschaft.

        Die nächste Runde der Verhandlungen ist für den 22. Januar in Fulda angesetzt. Bleibt sie
        ohne Ergebnis, will die Gewerkschaft über unbefristete Streiks abstimmen lassen.
        """,
    ),
    story(
        "Kleine Museen kämpfen gegen die Flut",
        "Kulturbote",
        "Magdalena Fuß",
        "2020-10-01",
        """
        Als das Wasser kam, trug Erna Süßmilch zuerst die Puppen nach oben. Vierhundert Stück
        besitzt das Spielzeugmuseum in Lauterbrück, und fast alle standen im Keller. Bis zum Morgen
        hatte die Leiterin mit sechs Nachbarn alle bis auf elf gerettet.

        So wie in Lauterbrück sieht es in vielen kleinen Häusern aus. Nach einer Umfrage des
        Museumsbunds lagern sieben von zehn ihre Bestände in Räumen, die bei Hochwasser volllaufen
        können. Nur jedes fünfte Haus hat einen Plan für den Ernstfall.

        # Geld für trockene Keller

        Der Bund stellt nun zwölf Millionen Euro bereit, um Depots zu verlegen. Anträge sind bis
        Ende November möglich, doch viele Häuser werden ehrenamtlich geführt. Dreißig Seiten
        Formular seien für sie „eine zweite Flut“, heißt es beim Verband.

        In Lauterbrück haben sie inzwischen Regale im Dachstuhl gebaut. Die elf verlorenen Puppen
        liegen in einer Tiefkühltruhe des Supermarkts, damit der Schimmel nicht weiterwächst.
        """,
    ),
    story(
        "Sparkasse schließt jede dritte Filiale",
        "Wirtschaftsbote",
        "Tobias Ängström",
        "2019-06-21",
        """
        Die Sparkasse Mittelgau schließt bis zum Jahresende 14 ihrer 41 Filialen. Betroffen sind
        vor allem Orte mit weniger als 2.000 Einwohnern. Kündigungen soll es nach Angaben des
        Vorstands nicht geben.

        Zur Begründung verwies Vorstandschef Günther Schäuffele auf die niedrigen Zinsen. Außerdem
        kämen immer weniger Kunden an den Schalter, im Schnitt nur noch elf am Tag. „Für elf Kunden
        können wir keine Tresore heizen“, sagte er vor Journalisten.

        # Ein Bus voller Bargeld

        Als Ersatz schickt die Sparkasse zwei Busse über die Dörfer. Sie halten einmal in der Woche
        für neunzig Minuten und haben einen Automaten an Bord. Der Seniorenrat hält das für zu
        wenig und verlangt feste Stationen in den Rathäusern.

        Die Bilanz des Hauses ist im vergangenen Jahr um 3,1 Prozent auf 6,2 Milliarden Euro
        gewachsen. Der Überschuss sank gleichzeitig von 18 auf 15 Millionen Euro.
        """,
    ),
    story(
        "Ein Dorf heizt mit der Wärme seiner Server",
        "Netzblick",
        "Yara Schönfeld",
        "2024-12-30",
        """
        In Unterkirnau wird es warm, wenn irgendwo jemand einen Film ansieht. Das Dorf bezieht
        seine Fernwärme aus einem Rechenzentrum, das seit Oktober in der alten Molkerei steht. 86
        Häuser sind bereits angeschlossen.

        Das Prinzip ist einfach: Die Rechner geben ihre Abwärme an einen Wasserkreislauf ab, eine
        Wärmepumpe bringt ihn auf 65 Grad. Früher blies man diese Energie über das Dach ins Freie.
        Allein im November sparte die Gemeinde so 21.000 Liter Heizöl.

        # Skepsis im Gemeinderat

        Nicht alle sind begeistert. Gemeinderat Jörg Brändle warnt vor der Abhängigkeit von einem
        einzigen Betreiber. „Wenn die Firma umzieht, sitzen wir im Kalten“, sagt er. Der Vertrag
        läuft zunächst fünfzehn Jahre und sieht im Notfall einen Gaskessel vor.

        Die Betreiber wollen das Modell auf weitere Orte übertragen. Gespräche laufen mit elf
        Gemeinden im Schwarzwald und mit zwei Städten in Oberösterreich.
        """,
    ),
    story(
        "Zürich prüft Verbot von Laubbläsern",
        "Limmatpost",
        "Reto Bürgi",
        "2023-03-05",
        """
        Die Stadt Zürich will Laubbläser mit Benzinmotor vom übernächsten Jahr an verbieten. Der
        Stadtrat hat am Freitag einen Entwurf vorgelegt, über den das Parlament im Mai berät.
        Elektrische Geräte wären nur noch von Oktober bis Dezember erlaubt.

        Anlass sind mehr als 900 Beschwerden, die im vergangenen Herbst bei der Polizei eingingen.
        Ein Laubbläser erreicht bis zu 110 Dezibel, so viel wie eine Kreissäge. Zudem tötet der
        Luftstrom Käfer und Spinnen, die im Laub überwintern.

        # Gärtner fürchten Mehrarbeit

        Der Verband der Gärtner lehnt das Vorhaben ab. Mit dem Rechen dauere die Arbeit dreimal so
        lange, was die Kunden nicht zahlen würden. „Am Ende bleibt das Laub einfach liegen“,
        erklärte Präsidentin Ursina Käser.

        In Genf gilt eine ähnliche Regel bereits seit zwei Jahren. Dort haben sich die Klagen nach
        Angaben der Stadt um vier Fünftel verringert, Bußen wurden bisher kaum verhängt.
        """,
    ),
    story(
        "Frauenteam gewinnt erstmals das Bergrennen",
        "Sportecho",
        "Ines Löwe",
        "2022-07-18",
        """
        Zum ersten Mal in der Geschichte des Bergrennens am Hochkönig hat ein Team aus Frauen
        gewonnen. Steffi Größwang und Hanna Übleis liefen die 27 Kilometer in 3:41 Stunden. Sie
        waren damit sechs Minuten schneller als die besten Männer.

        Dabei hatte der Tag schlecht begonnen. Größwang rutschte schon am ersten Anstieg auf einem
        nassen Stein aus und verlor einen Schuh. „Ich habe ihn mit Klebeband befestigt und nicht
        mehr daran gedacht“, erzählte sie im Ziel.

        # Regen auf dem Gipfel

        Entschieden wurde das Rennen auf dem Grat, wo dichter Regen die Sicht nahm. Während die
        Favoriten eine falsche Abzweigung wählten, folgten die beiden den Steinmännern. Oben hatten
        sie bereits vier Minuten Vorsprung.

        Das Preisgeld von 1.500 Euro wollen die Siegerinnen der Bergrettung spenden. Im September
        starten sie beim Zugspitzlauf, dann allerdings mit neuen Schuhen.
        """,
    ),
)

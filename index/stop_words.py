"""German and English function words, German question words included."""

_WORDS = """
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes
auch auf aus bei beim bereits bin bis bist bzw da dabei dadurch dafür dagegen daher dahin damals
damit danach daneben dann daran darauf daraus darf darin darum darunter darüber das dass davon
davor dazu dein deine deinem deinen deiner deines dem den denen denn dennoch der deren derer
des deshalb dessen desto deswegen dich die dies diese diesem diesen dieser dieses dir doch dort
du durch ebenso ein eine einem einen einer eines einige einigen einiger einiges einmal er es
etwa etwas euch euer eure eurem euren eurer für ganz gar gegen gegenüber gewesen hab habe haben
hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in
indem ins inzwischen ist ja jede jedem jeden jeder jedes jedoch jemals jene jenem jenen jener
jenes jetzt kann kein keine keinem keinen keiner keines können könnte könnten man manche manchem
manchen mancher manches mehr mein meine meinem meinen meiner mich mir mit muss musste
müssen müsste nach nachdem neben nicht nichts noch nun nur ob obwohl oder ohne schon sehr sei
seien sein seine seinem seinen seiner seines seit selbst sich sie sind so sogar solche solchem
solchen solcher soll sollen sollte sollten somit sondern sonst sowie sowohl trotzdem um und uns
unser unsere unserem unseren unserer unter viel viele vielen vieler vom von vor wann war waren
warst warum was weder wegen weil weiter welche welchem welchen welcher welches wem wen wenn wer
werde werden weshalb wessen weswegen wie wieder wieso wieviel will wir wird wo wobei wodurch
wofür wogegen woher wohin wollen wollte wollten womit wonach woran worauf woraus worin worum
worüber wovon wovor wozu wurde wurden während wäre wären würde würden zu zum zur zwar zwischen
über
a about an and are as at be been but by can could did do does for from had has have he her his
how i if in into is it its may more most no not of on or our she should so such than that the
their them then there these they this to was we were what when where which who whom whose why
will with would you your
"""

STOP_WORDS = frozenset(word.casefold() for word in _WORDS.split())
"""Case-folded."""

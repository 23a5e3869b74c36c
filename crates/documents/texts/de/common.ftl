# Wörter, die auf jedem Dokument stehen können.
page = Seite { $page } von { $pages }
reference = Aktenzeichen: { $reference }
place-and-date = { $place }, den { $date }

for-person = Für: die betroffene Person
for-third-party = Für: die antragstellende Person
for-police-file = Für: die Polizeizone, Akte der Maßnahme
for-office = Für: die Verwaltung der Staatsanwaltschaft
for-victim-reception = Für: den Opferbetreuungsdienst
for-judge = Für: den Untersuchungsrichter
for-criminal-file = Für: die Strafakte

not-for-the-file-short = NICHT FÜR DIE STRAFAKTE
not-for-the-file = Nicht für die Strafakte. Der Verdächtige darf hiervon nicht in Kenntnis gesetzt werden (Rundschreiben, Punkt 7.8.4). Fügen Sie dieses Dokument keiner Akte bei, die der Verdächtige einsehen kann, es sei denn, ein Magistrat gibt es frei.

yes = Ja
no = Nein

label-name = Name
label-born = Geboren am
label-number = Nationalregisternummer
label-zone = Polizeizone
label-zone-phone = Telefon der Polizeizone
label-for = Für
label-to = An
label-date = Datum
label-official-report = Protokoll Nr.
label-initial-report = Erstprotokoll Nr.
label-investigation = Gerichtliche Untersuchung Nr.
label-heard-on = Angehört am
label-interpreter = Dolmetscher
label-decided-on = Entschieden am
label-granted-on = Bewilligt am
label-ends-on = Geplantes Enddatum
label-end = Ende am
label-end-decided = Die Maßnahme endet am
label-previous-end = Bisheriges Enddatum
label-new-end = Neues Enddatum
label-ground = Grund
label-reassessed-on = Erneut angehört und beurteilt am
label-address = Adresse
label-phone = Telefon
label-email = E-Mail
label-language = Sprache
label-safe-contact = Sicherer Kontakt
label-visited-on = Wiederbesuch am
label-visited-where = Ort

sign-person = Die betroffene Person
sign-officer = Der Polizeibeamte
sign-magistrate = Der Magistrat der Staatsanwaltschaft

language-dutch = Niederländisch
language-french = Französisch
language-german = Deutsch
language-english = Englisch

ground-no-longer-serious = Die Lage ist nach einer neuen Beurteilung nicht mehr ernst genug
ground-misuse = Wiederholter Missbrauch oder wiederholte Nichteinhaltung der Nutzungsvereinbarung
ground-request = Auf Wunsch der geschützten Person
ground-abroad = Die geschützte Person lässt sich endgültig außerhalb Belgiens nieder
ground-not-in-force = Die geschützte Person lässt sich dort nieder, wo der Alarm nicht in Kraft ist

emergency-always = In Gefahr? Drücken Sie den Knopf. Sie können auch immer 112 oder 101 anrufen: Das bleibt möglich, was auch immer mit dem Alarm geschieht.
emergency-danger = In Gefahr? Rufen Sie 112 oder 101 an, Tag und Nacht. Warten Sie nicht.

# Woorden die op elk document kunnen staan. Officiële termen: omzendbrief mobiel stalkingalarm.
page = Pagina { $page } van { $pages }
reference = Kenmerk: { $reference }
place-and-date = { $place }, { $date }

for-person = Voor: de betrokkene
for-third-party = Voor: de aanvrager
for-police-file = Voor: de politiezone, dossier van de maatregel
for-office = Voor: de administratie van het parket
for-victim-reception = Voor: de dienst slachtofferonthaal
for-judge = Voor: de onderzoeksrechter
for-criminal-file = Voor: het strafdossier

not-for-the-file-short = NIET VOOR HET STRAFDOSSIER
not-for-the-file = Niet voor het strafdossier. De verdachte mag hiervan niet op de hoogte worden gebracht (omzendbrief, punt 7.8.4). Voeg dit document niet toe aan een dossier dat de verdachte kan inkijken, tenzij een magistraat het vrijgeeft.

yes = Ja
no = Neen

label-name = Naam
label-born = Geboren op
label-number = Rijksregisternummer
label-zone = Politiezone
label-zone-phone = Telefoon van de politiezone
label-for = Voor
label-to = Aan
label-date = Datum
label-official-report = Proces-verbaal nr.
label-initial-report = Aanvankelijk proces-verbaal nr.
label-investigation = Gerechtelijk onderzoek nr.
label-heard-on = Gehoord op
label-interpreter = Tolk
label-decided-on = Beslist op
label-granted-on = Toegekend op
label-ends-on = Geplande einddatum
label-end = Einde op
label-end-decided = De maatregel eindigt op
label-previous-end = Vorige einddatum
label-new-end = Nieuwe einddatum
label-ground = Reden
label-reassessed-on = Opnieuw gehoord en beoordeeld op
label-address = Adres
label-phone = Telefoon
label-email = E-mail
label-language = Taal
label-safe-contact = Veilig contact
label-visited-on = Herbezoek op
label-visited-where = Plaats

sign-person = De betrokkene
sign-officer = De politieambtenaar
sign-magistrate = De parketmagistraat

language-dutch = Nederlands
language-french = Frans
language-german = Duits
language-english = Engels

ground-no-longer-serious = De situatie is na een nieuwe beoordeling niet langer ernstig genoeg
ground-misuse = Herhaald misbruik of herhaalde niet-naleving van de gebruikersovereenkomst
ground-request = Op verzoek van de beschermde persoon
ground-abroad = De beschermde persoon vestigt zich definitief buiten België
ground-not-in-force = De beschermde persoon vestigt zich waar het alarm niet van kracht is

emergency-always = In gevaar? Druk op de knop. U kunt ook altijd 112 of 101 bellen: dat blijft mogelijk, wat er ook met het alarm gebeurt.
emergency-danger = In gevaar? Bel 112 of 101, dag en nacht. Wacht niet af.

# De pagina op de telefoon. Iemand kan over de schouder meelezen: hou de woorden gewoon en neutraal.
handset-language = Taal
handset-back = Terug
handset-details = Instellingen en toestand
handset-keys = Noodnummers
handset-keys-marked = Geen verbinding, of niet zeker? Bel 112.
handset-key-112 = noodgeval
handset-key-101 = politie
handset-danger-112 = Bel 112 bij gevaar.

handset-hold-longer = Langer vasthouden
handset-dots = { $more ->
    [yes] { $n } van 3, breed
   *[no] { $n } van 3
  }
handset-health-good = In orde
handset-health-degraded = Bekijk de toestand
handset-health-red = Werkt niet
handset-age-none = nog geen antwoord
handset-age-now = minder dan 1 min
handset-age-minutes = { $n } min
handset-age-hours = { $n } u
handset-abroad-title = Buiten België.
handset-abroad-text = Dit werkt hier niet. Bel bij gevaar het noodnummer ter plaatse; 112 werkt in de hele Europese Unie.

handset-state = Toestand
handset-red-text = Een druk komt misschien niet aan. Bel 112 bij gevaar.
handset-fault-silent-long = De meldkamer antwoordt al lang niet meer. Kijk de verbinding na.
handset-fault-silent = De meldkamer antwoordt al een tijdje niet.
handset-fault-button = De knop is buiten bereik: hou in de plaats de klok ingedrukt.
handset-fault-position-denied = De plaats is niet toegestaan: een alarm vertrekt dan zonder plaats. Sta ze toe, hier of in de instellingen van de browser.
handset-fault-position-missing = De plaats is niet te vinden. Ga bij een raam staan of naar buiten.
handset-fault-battery = De batterij van de telefoon is bijna leeg. Laad ze op.
handset-fault-button-battery = De batterij van de knop is bijna leeg.
handset-fault-clock = De klok van deze telefoon loopt meer dan vijf minuten verkeerd. Zet ze op automatisch.
handset-fault-not-accepted = De meldkamer aanvaardt deze telefoon niet: hij beschermt niet. Vraag uw politiezone een nieuwe code.
handset-fact-connection = Verbinding
handset-connection-up = aanwezig
handset-connection-down = geen of onzeker
handset-fact-answer = Laatste antwoord
handset-fact-test = Laatste bewezen test
handset-fact-position = Plaats
handset-position-granted = toegestaan
handset-position-denied = niet toegestaan
handset-position-prompt = nog niet gevraagd
handset-position-allow = Plaats toestaan
handset-fact-battery = Batterij
handset-battery-percent = { $n } %
handset-battery-unknown = deze browser zegt het niet
handset-never = nog niet

handset-test = Test
handset-test-explain = De test gaat dezelfde weg als een alarm en krijgt een antwoord. Er komt niemand.
handset-test-button = Tik drie keer
handset-test-running = Bezig…
handset-test-proven = Bewezen { $time }
handset-test-failed = Geen antwoord binnen 30 seconden. Bel 112 bij gevaar. Verwittig uw politiezone.

handset-word = Woord
handset-word-explain = Was een druk een vergissing? Typ het afgesproken woord. Loopt er een alarm, dan gaat het woord naar de meldkamer.
handset-word-label = Woord
handset-word-send = Versturen
handset-word-answer = Klaar. De politie beslist wat er gebeurt; geen woord stopt een alarm.

handset-how = Zo werkt het
handset-how-hold = Hou de klok op het eerste scherm { $seconds } s ingedrukt, met een vinger of de spatiebalk. Dat is een alarm: de politie ziet wie en waar u bent. Vroeger loslaten doet niets.
handset-how-double = Twee korte tikken op de klok zijn ook een alarm.
handset-how-dots = De stippen onder de klok: de eerste is rust; de tweede, het wordt verstuurd; de derde, de politie heeft het; de derde en breed, iemand heeft het opgenomen.
handset-how-haptics = Eén korte trilling: de politie heeft het. Drie: iemand heeft het opgenomen.
handset-how-still = De telefoon trilt niet: zo is het afgesproken.

handset-limits = Wat deze pagina niet kan
handset-limit-background = Met het scherm uit of de pagina dicht vertrekt er niets: geen alarm, geen plaats, geen levensteken.
handset-limit-button = Een druk op een Bluetooth-knop bereikt deze pagina niet.
handset-limit-start = Ze start niet vanzelf samen met de telefoon en verstuurt geen sms.
handset-limit-app = Deze pagina dient om te proberen en bij gebrek aan beter. De app voor Android is wat de hele dag beschermt.
handset-credit = Grens van België: © OpenStreetMap-bijdragers (ODbL), vereenvoudigd.

handset-pair-title = Deze telefoon koppelen
handset-pair-explain = Uw politiezone geeft u een code van acht tekens. Ze werkt één keer en korte tijd.
handset-pair-code = Code
handset-pair-send = Koppelen
handset-pair-busy = Even geduld…
handset-pair-again = Koppelen met een nieuwe code
handset-pair-no-code = Dit is geen code. Ze heeft acht letters en cijfers, zoals BCEG-KSSZ.
handset-pair-unknown = Deze code is onbekend, gebruikt of te oud. Vraag een nieuwe.
handset-pair-too-many = Te veel pogingen. Wacht een minuut en probeer opnieuw.
handset-pair-no-answer = Geen antwoord. Kijk de verbinding na. Blijft het zo, vraag dan een nieuwe code: deze is misschien opgebruikt.
handset-pair-no-storage = Deze browser bewaart niets. Verlaat de privémodus en probeer opnieuw.
handset-pair-no-crypto = Deze browser is te oud om een sleutel te bewaren. Werk hem bij.

handset-elsewhere-title = Open in een ander venster
handset-elsewhere-text = Deze telefoon is al in gebruik in een ander venster of tabblad. Eén tegelijk werkt.
handset-elsewhere-take = Hier gebruiken
handset-revoked-title = Deze telefoon is niet meer in gebruik
handset-revoked-text = De sleutel en de instellingen zijn gewist. Een druk bereikt hier niemand.
handset-unsupported-title = Deze browser kan het niet
handset-unsupported-text = Hij kan geen sleutel bewaren, of opslag staat uit. Werk hem bij, verlaat de privémodus of gebruik een andere browser. Niets op deze pagina beschermt u nu.

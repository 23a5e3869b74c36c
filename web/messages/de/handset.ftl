# Die Seite auf dem Telefon. Jemand kann über die Schulter mitlesen: einfache, neutrale Wörter.
handset-language = Sprache
handset-back = Zurück
handset-details = Einstellungen und Zustand
handset-keys = Notrufnummern
handset-keys-marked = Keine Verbindung, oder unsicher? Rufen Sie 112 an.
handset-key-112 = Notfall
handset-key-101 = Polizei
handset-danger-112 = Rufen Sie bei Gefahr 112 an.

handset-hold-longer = Länger halten
handset-dots = { $more ->
    [yes] { $n } von 3, breit
   *[no] { $n } von 3
  }
handset-health-good = In Ordnung
handset-health-degraded = Zustand ansehen
handset-health-red = Funktioniert nicht
handset-age-none = noch keine Antwort
handset-age-now = weniger als 1 Min.
handset-age-minutes = { $n } Min.
handset-age-hours = { $n } Std.
handset-abroad-title = Außerhalb Belgiens.
handset-abroad-text = Das funktioniert hier nicht. Rufen Sie bei Gefahr die örtliche Notrufnummer an; 112 gilt in der ganzen Europäischen Union.

handset-state = Zustand
handset-red-text = Ein Druck kommt vielleicht nicht an. Rufen Sie bei Gefahr 112 an.
handset-fault-silent-long = Die Leitstelle antwortet schon lange nicht mehr. Prüfen Sie die Verbindung.
handset-fault-silent = Die Leitstelle antwortet seit einer Weile nicht.
handset-fault-button = Der Knopf ist außer Reichweite: Halten Sie stattdessen die Uhr.
handset-fault-position-denied = Der Standort ist nicht erlaubt: Ein Alarm geht dann ohne ihn hinaus. Erlauben Sie ihn, hier oder in den Einstellungen des Browsers.
handset-fault-position-missing = Der Standort ist nicht zu finden. Gehen Sie ans Fenster oder ins Freie.
handset-fault-battery = Der Akku des Telefons ist fast leer. Laden Sie ihn auf.
handset-fault-button-battery = Die Batterie des Knopfs ist fast leer.
handset-fault-clock = Die Uhr dieses Telefons geht um mehr als fünf Minuten falsch. Stellen Sie sie auf automatisch.
handset-fault-not-accepted = Die Leitstelle nimmt dieses Telefon nicht an: Es schützt nicht. Fragen Sie Ihre Polizeizone nach einem neuen Code.
handset-fact-connection = Verbindung
handset-connection-up = vorhanden
handset-connection-down = keine oder unsicher
handset-fact-answer = Letzte Antwort
handset-fact-test = Letzter bewiesener Test
handset-fact-position = Standort
handset-position-granted = erlaubt
handset-position-denied = nicht erlaubt
handset-position-prompt = noch nicht gefragt
handset-position-allow = Standort erlauben
handset-fact-battery = Akku
handset-battery-percent = { $n } %
handset-battery-unknown = dieser Browser sagt es nicht
handset-never = noch nicht

handset-test = Test
handset-test-explain = Der Test geht denselben Weg wie ein Alarm und wird beantwortet. Niemand rückt aus.
handset-test-button = Dreimal tippen
handset-test-running = Läuft…
handset-test-proven = Bewiesen { $time }
handset-test-failed = Keine Antwort binnen 30 Sekunden. Rufen Sie bei Gefahr 112 an. Melden Sie es Ihrer Polizeizone.

handset-word = Wort
handset-word-explain = War ein Druck ein Irrtum? Tippen Sie das vereinbarte Wort. Läuft ein Alarm, so geht das Wort an die Leitstelle.
handset-word-label = Wort
handset-word-send = Senden
handset-word-answer = Erledigt. Die Polizei entscheidet, was geschieht; kein Wort beendet einen Alarm.

handset-how = So funktioniert es
handset-how-hold = Halten Sie die Uhr auf dem ersten Bildschirm { $seconds } s, mit dem Finger oder der Leertaste. Das ist ein Alarm: Die Polizei sieht, wer und wo Sie sind. Früher loslassen bewirkt nichts.
handset-how-double = Zweimal kurz auf die Uhr tippen ist ebenfalls ein Alarm.
handset-how-dots = Die Punkte unter der Uhr: der erste, Ruhe; der zweite, es wird gesendet; der dritte, die Polizei hat es; der dritte und breit, jemand hat es übernommen.
handset-how-haptics = Einmal kurz vibrieren: Die Polizei hat es. Dreimal: Jemand hat es übernommen.
handset-how-still = Das Telefon vibriert nicht: So ist es vereinbart.

handset-limits = Was diese Seite nicht kann
handset-limit-background = Bei ausgeschaltetem Bildschirm oder geschlossener Seite geht nichts hinaus: kein Alarm, kein Standort, kein Lebenszeichen.
handset-limit-button = Ein Druck auf einen Bluetooth-Knopf erreicht diese Seite nicht.
handset-limit-start = Sie startet nicht von selbst mit dem Telefon und sendet keine SMS.
handset-limit-app = Diese Seite dient zum Ausprobieren und in Ermangelung eines Besseren. Den ganzen Tag schützt die App für Android.
handset-credit = Grenze Belgiens: © OpenStreetMap-Mitwirkende (ODbL), vereinfacht.

handset-pair-title = Dieses Telefon koppeln
handset-pair-explain = Ihre Polizeizone gibt Ihnen einen Code aus acht Zeichen. Er gilt einmal und für kurze Zeit.
handset-pair-code = Code
handset-pair-send = Koppeln
handset-pair-busy = Einen Augenblick…
handset-pair-again = Mit einem neuen Code koppeln
handset-pair-no-code = Das ist kein Code. Er hat acht Buchstaben und Ziffern, etwa BCEG-KSSZ.
handset-pair-unknown = Dieser Code ist unbekannt, verbraucht oder zu alt. Fragen Sie nach einem neuen.
handset-pair-too-many = Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.
handset-pair-no-answer = Keine Antwort. Prüfen Sie die Verbindung. Bleibt es so, fragen Sie nach einem neuen Code: Dieser ist vielleicht verbraucht.
handset-pair-no-storage = Dieser Browser bewahrt nichts auf. Verlassen Sie den privaten Modus und versuchen Sie es erneut.
handset-pair-no-crypto = Dieser Browser ist zu alt, um einen Schlüssel aufzubewahren. Aktualisieren Sie ihn.

handset-elsewhere-title = In einem anderen Fenster offen
handset-elsewhere-text = Dieses Telefon wird schon in einem anderen Fenster oder Tab verwendet. Nur eines zugleich funktioniert.
handset-elsewhere-take = Hier verwenden
handset-revoked-title = Dieses Telefon ist nicht mehr in Gebrauch
handset-revoked-text = Der Schlüssel und die Einstellungen sind gelöscht. Ein Druck erreicht hier niemanden.
handset-unsupported-title = Dieser Browser kann es nicht
handset-unsupported-text = Er kann keinen Schlüssel aufbewahren, oder der Speicher ist ausgeschaltet. Aktualisieren Sie ihn, verlassen Sie den privaten Modus oder verwenden Sie einen anderen Browser. Nichts auf dieser Seite schützt Sie jetzt.

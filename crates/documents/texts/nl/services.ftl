# Wat politie, parket en dienst slachtofferonthaal lezen.

hearing-title = Bijlage bij het verhoor: vraag om een mobiel stalkingalarm
hearing-facts = Feiten die aan de vraag ten grondslag liggen
hearing-relation = Context van de relatie met de verdachte
hearing-commitments = Wens en verbintenissen (punten 7.4.1 en 7.5)
hearing-wishes = Wenst gebruik te maken van het mobiel stalkingalarm.
hearing-no-contact = Verbindt zich ertoe geen vrijwillig contact meer te hebben met de verdachte.
hearing-no-contact-children = Verbindt zich ertoe geen vrijwillig contact meer te hebben met de verdachte, behalve in verband met de opvoeding van de gemeenschappelijke kinderen.
hearing-complaints = Gaat akkoord om klacht in te dienen voor deze feiten en voor elk nieuw feit.
hearing-agreement = Gaat akkoord om de gebruikersovereenkomst te ondertekenen en na te leven.
hearing-agreement-under-16 = Begrijpt de gebruikersovereenkomst, die werd uitgelegd, en wil ze naleven (jonger dan 16 jaar: geen handtekening).
hearing-told-no-right = Werd ingelicht dat deze verklaring geen automatisch recht op een alarm geeft.
hearing-confidential = Vraagt dat adres en contactgegevens vertrouwelijk blijven (punt 7.8.5).
hearing-read-over = Deze bijlage werd voorgelezen of nagelezen. Zij hoort bij het dossier van de maatregel en niet bij het proces-verbaal dat naar het strafdossier gaat.

marginal-title = Kantschrift: vroegtijdige beëindiging van de beschermingsmaatregel
marginal-intro = De ondergetekende magistraat beslist de beschermingsmaatregel vroegtijdig te beëindigen (omzendbrief, punt 7.12.3) en verzoekt de beherende politiezone het nodige te doen.
marginal-motivation = Motivering
marginal-tasks = Gevraagde uitvoering (punt 7.12.2)
marginal-task-tell = De beslissing aan de beschermde persoon uitleggen. Dit kan gevoelig liggen: neem er de tijd voor, met inlevingsvermogen.
marginal-task-switch-off = Het alarm samen met de beschermde persoon uitschakelen op de einddatum.
marginal-task-return = De knop en het toestel in ontvangst nemen, tegen ontvangstbewijs.
marginal-task-report = Proces-verbaal opstellen en aan het parket bezorgen.
marginal-task-register = De registraties bijwerken.
marginal-task-abroad = Alle relevante informatie bezorgen aan de politie van de nieuwe verblijfplaats in het buitenland (INI/INO, Siena).
marginal-task-alert = De politiezone van de nieuwe woonplaats inlichten, die maximale aandacht aan de situatie blijft besteden.
marginal-told = Het parket brengt de beschermde persoon en de dienst slachtofferonthaal op de hoogte.

referral-title = Vatting van de dienst slachtofferonthaal
referral-title-told = Toekenning van een mobiel stalkingalarm: mededeling aan de dienst slachtofferonthaal
referral-title-second = Nieuw aanbod door de dienst slachtofferonthaal
referral-intro = Aan de hieronder vermelde persoon werd een mobiel stalkingalarm toegekend. Ik vat uw dienst om deze persoon te ondersteunen (omzendbrief, punt 7.8.3; COL 16/2012, punten 6.3 en 6.4).
referral-intro-told = Uw dienst werd in dit dossier al gevat. Ik breng u op de hoogte van de toekenning van een mobiel stalkingalarm (omzendbrief, punt 7.8.3).
referral-intro-second = Het einde van de maatregel nadert en de beschermde persoon ging niet in op het eerste aanbod (omzendbrief, punten 7.8.3 en 7.12.2).
referral-contact = Hoe u de persoon bereikt
referral-confidential = Adres en contactgegevens zijn vertrouwelijk (punt 7.8.5). Zij dienen alleen om uw aanbod te doen en horen niet in een document dat aan een dossier wordt toegevoegd.
referral-asked = Wat wij vragen
referral-request = Contacteer de persoon onmiddellijk per telefoon, of per e-mail of brief, en stel de tussenkomst van een justitieassistent voor. Een afschrift van het aanvankelijk proces-verbaal gaat hierbij.
referral-request-told = Zet uw begeleiding voort en hou er rekening mee dat de verdachte niet op de hoogte is van het alarm. Een afschrift van het aanvankelijk proces-verbaal gaat hierbij.
referral-request-second = Doe de persoon een nieuw aanbod, voor het alarm wordt uitgeschakeld. Een afschrift van het aanvankelijk proces-verbaal gaat hierbij.
referral-later = Wij brengen u op de hoogte van elke verlenging en van een vroegtijdig einde.

extension-title-service = Verlenging van de beschermingsmaatregel
extension-service-alarm = De beschermde persoon sloeg alarm op { $date }. De maatregel wordt van rechtswege met negen maanden verlengd (omzendbrief, punt 7.10.2).
extension-service-new-fact = Op { $date } werd een nieuw feit gemeld of vastgesteld. De maatregel wordt van rechtswege met negen maanden verlengd (omzendbrief, punt 7.10.2).
extension-service-evaluation = Na de evaluatie besliste de parketmagistraat op { $date } de maatregel met negen maanden te verlengen (omzendbrief, punt 7.12.1).
extension-service-told = De beschermde persoon wordt door het parket op de hoogte gebracht. Wij verzoeken u uw hulpaanbod voort te zetten.

end-title-service = Einde van de beschermingsmaatregel
end-service-planned = De maatregel eindigt op de geplande datum (omzendbrief, punten 7.12.1 en 7.12.2).
end-service-early = De parketmagistraat besliste de maatregel vroegtijdig te beëindigen (omzendbrief, punt 7.12.3).
end-service-told = De beschermde persoon wordt door het parket op de hoogte gebracht. De periode na het einde kan moeilijk zijn; wij verzoeken u bereikbaar te blijven.

judge-title = Mededeling aan de onderzoeksrechter
judge-intro = Ik breng u op de hoogte van een beschermingsmaatregel (omzendbrief, punt 7.8.2). Aan de hieronder vermelde persoon werd een mobiel stalkingalarm toegekend.
judge-intro-asked = Op uw verzoek werd aan de hieronder vermelde persoon een mobiel stalkingalarm toegekend (omzendbrief, punt 7.8.2).
judge-mind = Aandachtspunten
judge-protection = Het alarm is een beschermingsmaatregel en geen onderzoeksdaad. Het heeft geen invloed op het onderzoek of op het gevolg dat aan het dossier wordt gegeven.
judge-arrest = Het laat de politie sneller en doeltreffender optreden bij gevaar. Het vervangt geen aanhoudingsbevel wanneer aan de voorwaarden daarvoor is voldaan.
judge-silence = De verdachte wordt van het alarm niet op de hoogte gebracht. Voeg deze brief niet toe aan het dossier dat ter inzage ligt.

registration-title = Te registreren teksten
registration-mach = Commentaar in MaCH (toepassing 145, voorgaanden; punt 7.13.2)
registration-mach-how = Laat deze regel als commentaar staan. Schrap een bestaande regel niet, maar vervang hem door deze:
registration-replaces = Deze regel vervangt:
registration-ang = Registratie in de Algemene Nationale Gegevensbank (punten 7.8.1 en 7.8.4)
registration-ang-how = Over te nemen tekst:
registration-reference = Noteer na de registratie de referentie in het dossier van de maatregel.

revisit-title = Bijlage bij het proces-verbaal van herbezoek
revisit-intro = Herbezoek overeenkomstig omzendbrief COL 20/2020.
revisit-residence = In de woning
revisit-station = Op het politiekantoor
revisit-elsewhere = Elders
revisit-telephone = Telefonisch
revisit-findings = Bevindingen
revisit-facts = Nieuwe feiten
revisit-nothing-new = Er werden geen nieuwe feiten gemeld of vastgesteld.
revisit-new-facts = Er werden nieuwe feiten gemeld of vastgesteld. Hiervoor werd een nieuw aanvankelijk proces-verbaal opgesteld, nr. { $report }.
revisit-help = Aangeboden hulp en advies

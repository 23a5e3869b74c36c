# Was Polizei, Staatsanwaltschaft und Opferbetreuungsdienst lesen.

hearing-title = Anlage zur Anhörung: Antrag auf einen mobilen Stalkingalarm
hearing-facts = Tatsachen, auf denen der Antrag beruht
hearing-relation = Hintergrund der Beziehung zum Verdächtigen
hearing-commitments = Wunsch und Zusagen (Punkte 7.4.1 und 7.5)
hearing-wishes = Möchte den mobilen Stalkingalarm benutzen.
hearing-no-contact = Verpflichtet sich, keinen freiwilligen Kontakt mehr mit dem Verdächtigen zu haben.
hearing-no-contact-children = Verpflichtet sich, keinen freiwilligen Kontakt mehr mit dem Verdächtigen zu haben, außer zur Erziehung der gemeinsamen Kinder.
hearing-complaints = Ist einverstanden, für diese Taten und für jeden neuen Vorfall Anzeige zu erstatten.
hearing-agreement = Ist einverstanden, die Nutzungsvereinbarung zu unterschreiben und einzuhalten.
hearing-agreement-under-16 = Versteht die Nutzungsvereinbarung, die erklärt wurde, und will sie einhalten (unter 16 Jahren: keine Unterschrift).
hearing-told-no-right = Wurde darüber informiert, dass diese Erklärung kein automatisches Recht auf einen Alarm gibt.
hearing-confidential = Bittet, Adresse und Kontaktdaten vertraulich zu behandeln (Punkt 7.8.5).
hearing-read-over = Diese Anlage wurde vorgelesen oder durchgelesen. Sie gehört zur Akte der Maßnahme und nicht zum Protokoll, das in die Strafakte geht.

marginal-title = Randvermerk: vorzeitige Beendigung der Schutzmaßnahme
marginal-intro = Der unterzeichnete Magistrat entscheidet, die Schutzmaßnahme vorzeitig zu beenden (Rundschreiben, Punkt 7.12.3), und ersucht die verwaltende Polizeizone, das Nötige zu veranlassen.
marginal-motivation = Begründung
marginal-tasks = Ersuchte Ausführung (Punkt 7.12.2)
marginal-task-tell = Der geschützten Person die Entscheidung erklären. Das kann ein empfindlicher Moment sein: nehmen Sie sich Zeit, mit Einfühlungsvermögen.
marginal-task-switch-off = Den Alarm am Enddatum gemeinsam mit der geschützten Person ausschalten.
marginal-task-return = Knopf und Gerät gegen Empfangsbestätigung zurücknehmen.
marginal-task-report = Ein Protokoll erstellen und der Staatsanwaltschaft übermitteln.
marginal-task-register = Die Registrierungen anpassen.
marginal-task-abroad = Alle nötigen Informationen an die Polizei des neuen Wohnorts im Ausland übermitteln (INI/INO, Siena).
marginal-task-alert = Die Polizeizone des neuen Wohnorts informieren, die der Lage weiterhin höchste Aufmerksamkeit schenkt.
marginal-told = Die Staatsanwaltschaft informiert die geschützte Person und den Opferbetreuungsdienst.

referral-title = Befassung des Opferbetreuungsdienstes
referral-title-told = Bewilligung eines mobilen Stalkingalarms: Mitteilung an den Opferbetreuungsdienst
referral-title-second = Neues Angebot des Opferbetreuungsdienstes
referral-intro = Der unten genannten Person wurde ein mobiler Stalkingalarm bewilligt. Ich befasse Ihren Dienst, um diese Person zu unterstützen (Rundschreiben, Punkt 7.8.3; COL 16/2012, Punkte 6.3 und 6.4).
referral-intro-told = Ihr Dienst ist in dieser Sache bereits befasst. Ich teile Ihnen die Bewilligung eines mobilen Stalkingalarms mit (Rundschreiben, Punkt 7.8.3).
referral-intro-second = Das Ende der Maßnahme naht, und die geschützte Person hat auf das erste Angebot nicht reagiert (Rundschreiben, Punkte 7.8.3 und 7.12.2).
referral-contact = So erreichen Sie die Person
referral-confidential = Adresse und Kontaktdaten sind vertraulich (Punkt 7.8.5). Sie dienen nur Ihrem Angebot und gehören nicht in ein Dokument, das einer Akte beigefügt wird.
referral-asked = Worum wir bitten
referral-request = Nehmen Sie sofort telefonisch oder per E-Mail oder Brief Kontakt mit der Person auf und schlagen Sie die Hilfe eines Justizassistenten vor. Eine Abschrift des Erstprotokolls liegt bei.
referral-request-told = Setzen Sie Ihre Begleitung fort und berücksichtigen Sie, dass der Verdächtige nichts von dem Alarm weiß. Eine Abschrift des Erstprotokolls liegt bei.
referral-request-second = Machen Sie der Person ein neues Angebot, bevor der Alarm ausgeschaltet wird. Eine Abschrift des Erstprotokolls liegt bei.
referral-later = Wir teilen Ihnen jede Verlängerung und ein vorzeitiges Ende mit.

extension-title-service = Verlängerung der Schutzmaßnahme
extension-service-alarm = Die geschützte Person hat am { $date } Alarm ausgelöst. Die Maßnahme wird von Rechts wegen um neun Monate verlängert (Rundschreiben, Punkt 7.10.2).
extension-service-new-fact = Am { $date } wurde ein neuer Vorfall gemeldet oder festgestellt. Die Maßnahme wird von Rechts wegen um neun Monate verlängert (Rundschreiben, Punkt 7.10.2).
extension-service-evaluation = Nach der Evaluation hat der Magistrat der Staatsanwaltschaft am { $date } entschieden, die Maßnahme um neun Monate zu verlängern (Rundschreiben, Punkt 7.12.1).
extension-service-told = Die Staatsanwaltschaft informiert die geschützte Person. Wir bitten Sie, Ihr Hilfsangebot fortzusetzen.

end-title-service = Ende der Schutzmaßnahme
end-service-planned = Die Maßnahme endet am geplanten Tag (Rundschreiben, Punkte 7.12.1 und 7.12.2).
end-service-early = Der Magistrat der Staatsanwaltschaft hat entschieden, die Maßnahme vorzeitig zu beenden (Rundschreiben, Punkt 7.12.3).
end-service-told = Die Staatsanwaltschaft informiert die geschützte Person. Die Zeit nach dem Ende kann schwierig sein; wir bitten Sie, erreichbar zu bleiben.

judge-title = Mitteilung an den Untersuchungsrichter
judge-intro = Ich setze Sie von einer Schutzmaßnahme in Kenntnis (Rundschreiben, Punkt 7.8.2). Der unten genannten Person wurde ein mobiler Stalkingalarm bewilligt.
judge-intro-asked = Auf Ihr Ersuchen wurde der unten genannten Person ein mobiler Stalkingalarm bewilligt (Rundschreiben, Punkt 7.8.2).
judge-mind = Zu beachten
judge-protection = Der Alarm ist eine Schutzmaßnahme und keine Untersuchungshandlung. Er hat keinen Einfluss auf die Untersuchung oder auf die weitere Behandlung der Akte.
judge-arrest = Er lässt die Polizei bei Gefahr schneller und wirksamer eingreifen. Er ersetzt keinen Haftbefehl, wenn dessen Voraussetzungen erfüllt sind.
judge-silence = Der Verdächtige wird von dem Alarm nicht in Kenntnis gesetzt. Fügen Sie diesen Brief nicht der Akte bei, die eingesehen werden kann.

registration-title = Zu registrierende Texte
registration-mach = Kommentar in MaCH (Anwendung 145, Vorgänge; Punkt 7.13.2)
registration-mach-how = Lassen Sie diese Zeile als Kommentar stehen. Löschen Sie eine vorhandene Zeile nicht, sondern ersetzen Sie sie durch diese:
registration-replaces = Diese Zeile ersetzt:
registration-ang = Registrierung in der Allgemeinen Nationalen Datenbank (Punkte 7.8.1 und 7.8.4)
registration-ang-how = Zu übernehmender Text:
registration-reference = Notieren Sie nach der Registrierung das Aktenzeichen in der Akte der Maßnahme.

revisit-title = Anlage zum Protokoll des Wiederbesuchs
revisit-intro = Wiederbesuch gemäß Rundschreiben COL 20/2020.
revisit-residence = In der Wohnung
revisit-station = Auf der Polizeidienststelle
revisit-elsewhere = Anderswo
revisit-telephone = Telefonisch
revisit-findings = Feststellungen
revisit-facts = Neue Vorfälle
revisit-nothing-new = Es wurden keine neuen Vorfälle gemeldet oder festgestellt.
revisit-new-facts = Es wurden neue Vorfälle gemeldet oder festgestellt. Dazu wurde ein neues Erstprotokoll erstellt, Nr. { $report }.
revisit-help = Angebotene Hilfe und Ratschläge

# What the police, the prosecutor’s office and the victim reception service read.

hearing-title = Annex to the hearing: request for a mobile stalking alarm
hearing-facts = Facts on which the request rests
hearing-relation = Context of the relation with the suspect
hearing-commitments = Wish and commitments (points 7.4.1 and 7.5)
hearing-wishes = Wants to use the mobile stalking alarm.
hearing-no-contact = Commits to having no voluntary contact with the suspect any more.
hearing-no-contact-children = Commits to having no voluntary contact with the suspect any more, except about the upbringing of children in common.
hearing-complaints = Agrees to file a complaint for these facts and for each new fact.
hearing-agreement = Agrees to sign the user agreement and to keep it.
hearing-agreement-under-16 = Understands the user agreement, which was explained, and wants to keep it (under 16: no signature).
hearing-told-no-right = Was told that this statement gives no automatic right to an alarm.
hearing-confidential = Asks that address and contact data stay confidential (point 7.8.5).
hearing-read-over = This annex was read out or read over. It belongs to the file of the measure and not to the official report that goes to the criminal file.

marginal-title = Marginal note: early end of the protection measure
marginal-intro = The undersigned magistrate decides to end the protection measure early (circular, point 7.12.3) and asks the managing police zone to do what is needed.
marginal-motivation = Reasons
marginal-tasks = What is asked (point 7.12.2)
marginal-task-tell = Explain the decision to the protected person. This can be a sensitive moment: take the time for it, with empathy.
marginal-task-switch-off = Switch off the alarm with the protected person on the end date.
marginal-task-return = Take back the button and the device, against a receipt.
marginal-task-report = Draw up an official report and send it to the prosecutor’s office.
marginal-task-register = Update the registrations.
marginal-task-abroad = Pass on all relevant information to the police of the new residence abroad (INI/INO, Siena).
marginal-task-alert = Inform the police zone of the new residence, which stays fully attentive to the situation.
marginal-told = The prosecutor’s office tells the protected person and the victim reception service.

referral-title = Referral to the victim reception service
referral-title-told = Grant of a mobile stalking alarm: information to the victim reception service
referral-title-second = New offer by the victim reception service
referral-intro = The person named below was granted a mobile stalking alarm. I refer this person to your service for support (circular, point 7.8.3; COL 16/2012, points 6.3 and 6.4).
referral-intro-told = Your service is already involved in this case. I inform you that a mobile stalking alarm was granted (circular, point 7.8.3).
referral-intro-second = The end of the measure is near and the protected person did not respond to the first offer (circular, points 7.8.3 and 7.12.2).
referral-contact = How to reach the person
referral-confidential = Address and contact data are confidential (point 7.8.5). They serve only to make your offer and have no place in a document that is added to a file.
referral-asked = What we ask
referral-request = Contact the person at once by telephone, or by e-mail or letter, and propose the help of a justice assistant. A copy of the initial official report goes with this letter.
referral-request-told = Please continue your support and bear in mind that the suspect does not know of the alarm. A copy of the initial official report goes with this letter.
referral-request-second = Please make the person a new offer, before the alarm is switched off. A copy of the initial official report goes with this letter.
referral-later = We tell you of each extension and of an early end.

extension-title-service = Extension of the protection measure
extension-service-alarm = The protected person raised the alarm on { $date }. The measure is extended by nine months by operation of law (circular, point 7.10.2).
extension-service-new-fact = On { $date } a new fact was reported or found. The measure is extended by nine months by operation of law (circular, point 7.10.2).
extension-service-evaluation = After the evaluation the magistrate of the prosecutor’s office decided on { $date } to extend the measure by nine months (circular, point 7.12.1).
extension-service-told = The prosecutor’s office tells the protected person. We ask you to continue your offer of help.

end-title-service = End of the protection measure
end-service-planned = The measure ends on the planned day (circular, points 7.12.1 and 7.12.2).
end-service-early = The magistrate of the prosecutor’s office decided to end the measure early (circular, point 7.12.3).
end-service-told = The prosecutor’s office tells the protected person. The time after the end can be hard; we ask you to stay within reach.

judge-title = Information to the investigating judge
judge-intro = I inform you of a protection measure (circular, point 7.8.2). The person named below was granted a mobile stalking alarm.
judge-intro-asked = At your request the person named below was granted a mobile stalking alarm (circular, point 7.8.2).
judge-mind = Please bear in mind
judge-protection = The alarm is a protection measure and not an act of investigation. It has no effect on the investigation or on what follows in the case.
judge-arrest = It lets the police act faster and more effectively in danger. It does not replace an arrest warrant where the conditions for one are met.
judge-silence = The suspect is not told of the alarm. Do not add this letter to the file that can be read.

registration-title = Texts to register
registration-mach = Comment in MaCH (application 145, antecedents; point 7.13.2)
registration-mach-how = Let this line stand as the comment. Do not delete a line that is there; replace it by this one:
registration-replaces = This line replaces:
registration-ang = Registration in the national police database, ANG (points 7.8.1 and 7.8.4)
registration-ang-how = Text to copy:
registration-reference = After the registration, note its reference in the file of the measure.

revisit-title = Annex to the official report of a revisit
revisit-intro = Revisit under circular COL 20/2020.
revisit-residence = At the residence
revisit-station = At the police station
revisit-elsewhere = Elsewhere
revisit-telephone = By telephone
revisit-findings = Findings
revisit-facts = New facts
revisit-nothing-new = No new facts were reported or found.
revisit-new-facts = New facts were reported or found. A new initial official report was drawn up for them, no. { $report }.
revisit-help = Help and advice offered

# Words that may stand on any document.
page = Page { $page } of { $pages }
reference = Reference: { $reference }
place-and-date = { $place }, { $date }

for-person = For: the person concerned
for-third-party = For: the person who asked
for-police-file = For: the police zone, file of the measure
for-office = For: the administration of the prosecutor’s office
for-victim-reception = For: the victim reception service
for-judge = For: the investigating judge
for-criminal-file = For: the criminal file

not-for-the-file-short = NOT FOR THE CRIMINAL FILE
not-for-the-file = Not for the criminal file. The suspect may not be told of this (circular, point 7.8.4). Do not add this document to a file that the suspect can read, unless a magistrate releases it.

yes = Yes
no = No

label-name = Name
label-born = Born on
label-number = National register number
label-zone = Police zone
label-zone-phone = Telephone of the police zone
label-for = For
label-to = To
label-date = Date
label-official-report = Official report no.
label-initial-report = Initial official report no.
label-investigation = Judicial investigation no.
label-heard-on = Heard on
label-interpreter = Interpreter
label-decided-on = Decided on
label-granted-on = Granted on
label-ends-on = Planned end date
label-end = Ends on
label-end-decided = The measure ends on
label-previous-end = Previous end date
label-new-end = New end date
label-ground = Ground
label-reassessed-on = Heard and assessed again on
label-address = Address
label-phone = Telephone
label-email = E-mail
label-language = Language
label-safe-contact = Safe contact
label-visited-on = Revisit on
label-visited-where = Place

sign-person = The person concerned
sign-officer = The police officer
sign-magistrate = The magistrate of the prosecutor’s office

language-dutch = Dutch
language-french = French
language-german = German
language-english = English

ground-no-longer-serious = After a new assessment the situation is no longer serious enough
ground-misuse = Repeated misuse, or the user agreement was repeatedly not kept
ground-request = At the protected person’s request
ground-abroad = The protected person settles outside Belgium for good
ground-not-in-force = The protected person settles where the alarm is not in force

emergency-always = In danger? Press the button. You can also always call 112 or 101: that stays possible, whatever happens to the alarm.
emergency-danger = In danger? Call 112 or 101, day and night. Do not wait.

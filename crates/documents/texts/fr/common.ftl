# Mots qui peuvent figurer sur chaque document. Termes officiels : circulaire relative à l’alarme mobile anti-harcèlement.
page = Page { $page } sur { $pages }
reference = Référence : { $reference }
place-and-date = { $place }, le { $date }

for-person = Pour : la personne concernée
for-third-party = Pour : le demandeur
for-police-file = Pour : la zone de police, dossier de la mesure
for-office = Pour : l’administration du parquet
for-victim-reception = Pour : le service d’accueil des victimes
for-judge = Pour : le juge d’instruction
for-criminal-file = Pour : le dossier répressif

not-for-the-file-short = PAS POUR LE DOSSIER RÉPRESSIF
not-for-the-file = Pas pour le dossier répressif. Le suspect ne peut pas en être informé (circulaire, point 7.8.4). Ne joignez pas ce document à un dossier que le suspect peut consulter, sauf si un magistrat l’autorise.

yes = Oui
no = Non

label-name = Nom
label-born = Date de naissance
label-number = Numéro de registre national
label-zone = Zone de police
label-zone-phone = Téléphone de la zone de police
label-for = Pour
label-to = À
label-date = Date
label-official-report = Procès-verbal nº
label-initial-report = Procès-verbal initial nº
label-investigation = Instruction nº
label-heard-on = Audition du
label-interpreter = Interprète
label-decided-on = Décision du
label-granted-on = Octroi du
label-ends-on = Date de fin prévue
label-end = Fin le
label-end-decided = La mesure prend fin le
label-previous-end = Ancienne date de fin
label-new-end = Nouvelle date de fin
label-ground = Motif
label-reassessed-on = Nouvelle audition et évaluation du
label-address = Adresse
label-phone = Téléphone
label-email = Courriel
label-language = Langue
label-safe-contact = Contact sans danger
label-visited-on = Revisite du
label-visited-where = Lieu

sign-person = La personne concernée
sign-officer = Le fonctionnaire de police
sign-magistrate = Le magistrat du parquet

language-dutch = Néerlandais
language-french = Français
language-german = Allemand
language-english = Anglais

ground-no-longer-serious = Après une nouvelle évaluation, la situation n’est plus suffisamment grave
ground-misuse = Abus répété ou non-respect répété de la convention d’utilisation
ground-request = À la demande de la personne protégée
ground-abroad = La personne protégée s’établit définitivement hors de Belgique
ground-not-in-force = La personne protégée s’établit là où l’alarme n’est pas en vigueur

emergency-always = En danger ? Appuyez sur le bouton. Vous pouvez aussi toujours appeler le 112 ou le 101 : cela reste possible, quoi qu’il arrive à l’alarme.
emergency-danger = En danger ? Appelez le 112 ou le 101, jour et nuit. N’attendez pas.

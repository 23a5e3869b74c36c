# Ce que lisent la police, le parquet et le service d’accueil des victimes.

hearing-title = Annexe à l’audition : demande d’alarme mobile anti-harcèlement
hearing-facts = Faits qui fondent la demande
hearing-relation = Contexte de la relation avec le suspect
hearing-commitments = Souhait et engagements (points 7.4.1 et 7.5)
hearing-wishes = Souhaite utiliser l’alarme mobile anti-harcèlement.
hearing-no-contact = S’engage à ne plus avoir de contact volontaire avec le suspect.
hearing-no-contact-children = S’engage à ne plus avoir de contact volontaire avec le suspect, sauf au sujet de l’éducation des enfants communs.
hearing-complaints = Accepte de déposer plainte pour ces faits et pour chaque nouveau fait.
hearing-agreement = Accepte de signer et de respecter la convention d’utilisation.
hearing-agreement-under-16 = Comprend la convention d’utilisation, qui a été expliquée, et veut la respecter (moins de 16 ans : pas de signature).
hearing-told-no-right = A été informée que cette déclaration ne donne pas automatiquement droit à une alarme.
hearing-confidential = Demande que l’adresse et les coordonnées restent confidentielles (point 7.8.5).
hearing-read-over = La présente annexe a été lue ou relue. Elle fait partie du dossier de la mesure et non du procès-verbal qui va au dossier répressif.

marginal-title = Apostille : fin anticipée de la mesure de protection
marginal-intro = Le magistrat soussigné décide de mettre fin anticipativement à la mesure de protection (circulaire, point 7.12.3) et prie la zone de police gestionnaire de faire le nécessaire.
marginal-motivation = Motivation
marginal-tasks = Exécution demandée (point 7.12.2)
marginal-task-tell = Expliquer la décision à la personne protégée. Ce moment peut être sensible : prenez-en le temps, avec empathie.
marginal-task-switch-off = Désactiver l’alarme avec la personne protégée à la date de fin.
marginal-task-return = Reprendre le bouton et l’appareil, contre récépissé.
marginal-task-report = Rédiger un procès-verbal et le transmettre au parquet.
marginal-task-register = Mettre les enregistrements à jour.
marginal-task-abroad = Transmettre toutes les informations utiles à la police de la nouvelle résidence à l’étranger (INI/INO, Siena).
marginal-task-alert = Informer la zone de police du nouveau domicile, qui reste particulièrement attentive à la situation.
marginal-told = Le parquet informe la personne protégée et le service d’accueil des victimes.

referral-title = Saisine du service d’accueil des victimes
referral-title-told = Octroi d’une alarme mobile anti-harcèlement : information au service d’accueil des victimes
referral-title-second = Nouvelle offre du service d’accueil des victimes
referral-intro = Une alarme mobile anti-harcèlement a été octroyée à la personne mentionnée ci-dessous. Je saisis votre service afin de la soutenir (circulaire, point 7.8.3 ; COL 16/2012, points 6.3 et 6.4).
referral-intro-told = Votre service est déjà saisi dans ce dossier. Je vous informe de l’octroi d’une alarme mobile anti-harcèlement (circulaire, point 7.8.3).
referral-intro-second = La fin de la mesure approche et la personne protégée n’a pas donné suite à la première offre (circulaire, points 7.8.3 et 7.12.2).
referral-contact = Comment joindre la personne
referral-confidential = L’adresse et les coordonnées sont confidentielles (point 7.8.5). Elles servent uniquement à faire votre offre et n’ont pas leur place dans un document joint à un dossier.
referral-asked = Ce que nous demandons
referral-request = Prenez contact avec la personne immédiatement par téléphone, ou par courriel ou lettre, et proposez l’intervention d’un assistant de justice. Une copie du procès-verbal initial est jointe.
referral-request-told = Poursuivez votre accompagnement et tenez compte du fait que le suspect ignore l’existence de l’alarme. Une copie du procès-verbal initial est jointe.
referral-request-second = Faites une nouvelle offre à la personne, avant la désactivation de l’alarme. Une copie du procès-verbal initial est jointe.
referral-later = Nous vous informons de chaque prolongation et d’une fin anticipée.

extension-title-service = Prolongation de la mesure de protection
extension-service-alarm = La personne protégée a donné l’alarme le { $date }. La mesure est prolongée de plein droit de neuf mois (circulaire, point 7.10.2).
extension-service-new-fact = Le { $date }, un fait nouveau a été signalé ou constaté. La mesure est prolongée de plein droit de neuf mois (circulaire, point 7.10.2).
extension-service-evaluation = Après l’évaluation, le magistrat du parquet a décidé le { $date } de prolonger la mesure de neuf mois (circulaire, point 7.12.1).
extension-service-told = Le parquet informe la personne protégée. Nous vous prions de poursuivre votre offre d’aide.

end-title-service = Fin de la mesure de protection
end-service-planned = La mesure prend fin à la date prévue (circulaire, points 7.12.1 et 7.12.2).
end-service-early = Le magistrat du parquet a décidé de mettre fin anticipativement à la mesure (circulaire, point 7.12.3).
end-service-told = Le parquet informe la personne protégée. La période qui suit la fin peut être difficile ; nous vous prions de rester joignable.

judge-title = Information au juge d’instruction
judge-intro = Je vous informe d’une mesure de protection (circulaire, point 7.8.2). Une alarme mobile anti-harcèlement a été octroyée à la personne mentionnée ci-dessous.
judge-intro-asked = À votre demande, une alarme mobile anti-harcèlement a été octroyée à la personne mentionnée ci-dessous (circulaire, point 7.8.2).
judge-mind = Points d’attention
judge-protection = L’alarme est une mesure de protection et non un acte d’instruction. Elle n’a pas d’incidence sur l’instruction ni sur la suite donnée au dossier.
judge-arrest = Elle permet à la police d’intervenir plus vite et plus efficacement en cas de danger. Elle ne remplace pas un mandat d’arrêt lorsque les conditions en sont réunies.
judge-silence = Le suspect n’est pas informé de l’alarme. Ne joignez pas cette lettre au dossier qui peut être consulté.

registration-title = Textes à enregistrer
registration-mach = Commentaire dans MaCH (application 145, antécédents ; point 7.13.2)
registration-mach-how = Laissez cette ligne comme commentaire. Ne supprimez pas une ligne existante : remplacez-la par celle-ci.
registration-replaces = Cette ligne remplace :
registration-ang = Enregistrement dans la Banque de données nationale générale (points 7.8.1 et 7.8.4)
registration-ang-how = Texte à reprendre :
registration-reference = Après l’enregistrement, notez la référence dans le dossier de la mesure.

revisit-title = Annexe au procès-verbal de revisite
revisit-intro = Revisite conformément à la circulaire COL 20/2020.
revisit-residence = Au domicile
revisit-station = Au commissariat
revisit-elsewhere = Ailleurs
revisit-telephone = Par téléphone
revisit-findings = Constatations
revisit-facts = Faits nouveaux
revisit-nothing-new = Aucun fait nouveau n’a été signalé ni constaté.
revisit-new-facts = Des faits nouveaux ont été signalés ou constatés. Un nouveau procès-verbal initial a été rédigé à ce sujet, nº { $report }.
revisit-help = Aide et conseils proposés

# La page sur le téléphone. Quelqu'un peut lire par-dessus l'épaule : des mots simples et neutres.
handset-language = Langue
handset-back = Retour
handset-details = Réglages et état
handset-keys = Numéros d'urgence
handset-keys-marked = Pas de connexion, ou un doute ? Appelez le 112.
handset-key-112 = urgence
handset-key-101 = police
handset-danger-112 = En danger, appelez le 112.

handset-hold-longer = Maintenez plus longtemps
handset-dots = { $more ->
    [yes] { $n } sur 3, large
   *[no] { $n } sur 3
  }
handset-health-good = En ordre
handset-health-degraded = Voyez l'état
handset-health-red = Ne fonctionne pas
handset-age-none = pas encore de réponse
handset-age-now = moins d'1 min
handset-age-minutes = { $n } min
handset-age-hours = { $n } h
handset-abroad-title = Hors de Belgique.
handset-abroad-text = Ceci ne fonctionne pas ici. En danger, appelez le numéro d'urgence local ; le 112 fonctionne dans toute l'Union européenne.

handset-state = État
handset-red-text = Une pression pourrait ne pas arriver. En danger, appelez le 112.
handset-fault-silent-long = La salle de contrôle ne répond plus depuis longtemps. Vérifiez la connexion.
handset-fault-silent = La salle de contrôle ne répond pas depuis un moment.
handset-fault-button = Le bouton est hors de portée : maintenez plutôt l'horloge.
handset-fault-position-denied = La position n'est pas autorisée : une alarme part alors sans elle. Autorisez-la, ici ou dans les réglages du navigateur.
handset-fault-position-missing = La position est introuvable. Approchez-vous d'une fenêtre ou sortez.
handset-fault-battery = La batterie du téléphone est presque vide. Rechargez-la.
handset-fault-button-battery = La pile du bouton est presque vide.
handset-fault-clock = L'horloge de ce téléphone se trompe de plus de cinq minutes. Réglez-la sur automatique.
handset-fault-not-accepted = La salle de contrôle n'accepte pas ce téléphone : il ne protège pas. Demandez un nouveau code à votre zone de police.
handset-fact-connection = Connexion
handset-connection-up = présente
handset-connection-down = aucune ou incertaine
handset-fact-answer = Dernière réponse
handset-fact-test = Dernier test prouvé
handset-fact-position = Position
handset-position-granted = autorisée
handset-position-denied = non autorisée
handset-position-prompt = pas encore demandée
handset-position-allow = Autoriser la position
handset-fact-battery = Batterie
handset-battery-percent = { $n } %
handset-battery-unknown = ce navigateur ne le dit pas
handset-never = pas encore

handset-test = Test
handset-test-explain = Le test suit le même chemin qu'une alarme et reçoit une réponse. Personne n'est envoyé.
handset-test-button = Touchez trois fois
handset-test-running = En cours…
handset-test-proven = Prouvé { $time }
handset-test-failed = Pas de réponse dans les 30 secondes. En danger, appelez le 112. Prévenez votre zone de police.

handset-word = Mot
handset-word-explain = Une pression était une erreur ? Tapez le mot convenu. Si une alarme est en cours, le mot va à la salle de contrôle.
handset-word-label = Mot
handset-word-send = Envoyer
handset-word-answer = C'est fait. La police décide de la suite ; aucun mot n'arrête une alarme.

handset-how = Comment cela marche
handset-how-hold = Maintenez l'horloge du premier écran { $seconds } s, du doigt ou avec la barre d'espace. C'est une alarme : la police voit qui vous êtes et où. Relâcher plus tôt ne fait rien.
handset-how-double = Deux touches brèves sur l'horloge sont aussi une alarme.
handset-how-dots = Les points sous l'horloge : le premier, repos ; le deuxième, l'envoi est en cours ; le troisième, la police l'a reçue ; le troisième et large, quelqu'un l'a prise en charge.
handset-how-haptics = Une vibration brève : la police l'a reçue. Trois : quelqu'un l'a prise en charge.
handset-how-still = Le téléphone ne vibre pas : c'est ce qui a été convenu.

handset-limits = Ce que cette page ne peut pas faire
handset-limit-background = Écran éteint ou page fermée, rien ne part : ni alarme, ni position, ni signe de vie.
handset-limit-button = Une pression sur un bouton Bluetooth n'atteint pas cette page.
handset-limit-start = Elle ne démarre pas d'elle-même avec le téléphone et n'envoie pas de SMS.
handset-limit-app = Cette page sert à essayer, et faute de mieux. C'est l'application Android qui protège toute la journée.
handset-credit = Frontière de la Belgique : © contributeurs OpenStreetMap (ODbL), simplifiée.

handset-pair-title = Associer ce téléphone
handset-pair-explain = Votre zone de police vous donne un code de huit caractères. Il sert une fois et peu de temps.
handset-pair-code = Code
handset-pair-send = Associer
handset-pair-busy = Un instant…
handset-pair-again = Associer avec un nouveau code
handset-pair-no-code = Ce n'est pas un code. Il compte huit lettres et chiffres, comme BCEG-KSSZ.
handset-pair-unknown = Ce code est inconnu, utilisé ou trop ancien. Demandez-en un nouveau.
handset-pair-too-many = Trop d'essais. Attendez une minute et réessayez.
handset-pair-no-answer = Pas de réponse. Vérifiez la connexion. Si cela persiste, demandez un nouveau code : celui-ci est peut-être épuisé.
handset-pair-no-storage = Ce navigateur ne conserve rien. Quittez le mode privé et réessayez.
handset-pair-no-crypto = Ce navigateur est trop ancien pour garder une clé. Mettez-le à jour.

handset-elsewhere-title = Ouvert dans une autre fenêtre
handset-elsewhere-text = Ce téléphone est déjà utilisé dans une autre fenêtre ou un autre onglet. Un seul à la fois fonctionne.
handset-elsewhere-take = L'utiliser ici
handset-revoked-title = Ce téléphone n'est plus en service
handset-revoked-text = La clé et les réglages sont effacés. Une pression ici n'atteint personne.
handset-unsupported-title = Ce navigateur ne le peut pas
handset-unsupported-text = Il ne peut pas garder une clé, ou le stockage est coupé. Mettez-le à jour, quittez le mode privé ou prenez un autre navigateur. Rien sur cette page ne vous protège en ce moment.

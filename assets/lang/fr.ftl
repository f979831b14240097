# Les mots de goeswith en français. Une ligne qui manque est affichée en anglais.

language-tag = fr
language-name = Français

## Nombres et jours

number-decimal = ,
number-group = { " " }
day-short = { $day } { $month }
day-long = { $day } { $month } { $year }
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
age-minutes = { $n ->
    [one] il y a { $number } minute
   *[other] il y a { $number } minutes
}
age-hours = { $n ->
    [one] il y a { $number } heure
   *[other] il y a { $number } heures
}
age-days = { $n ->
    [one] il y a { $number } jour
   *[other] il y a { $number } jours
}
time-today = aujourd'hui { $time }
time-yesterday = hier { $time }

## Stock et prix

stock-left = reste { $number }
stock-last = PLUS QUE { $number }
stock-out = ÉPUISÉ
stock-old = { $stock }, { $age }
price = { $amount } { $code }
times = { $quantity } x

## La ligne du haut

header-name = GOESWITH
header-catalog = Catalogue { $day }
header-catalog-long = Catalogue { $day }, { $items } articles
header-catalog-items = Catalogue { $items } articles
header-demo = MAGASIN D'ESSAI
header-no-catalog = Pas de catalogue
header-saved = Enregistré
header-not-saved = NON ENREGISTRÉ
header-feed = Caisse OK
header-feed-lost = PAS DE CAISSE

## La ligne de recherche

line-scan = Scannez, ou tapez un nom
line-search = Recherche par nom
line-times = Combien, puis scannez
line-next = Client suivant : scannez
line-menu = Menu : tapez pour trouver une entrée
line-check = Scannez n'importe quoi pour tester le lecteur

## L'article

item-none = Scannez le premier article, ou tapez son nom.
item-none-till = L'article suivant de la caisse vient ici. Ou tapez un nom.
item-included = Dans la boîte : { $names }.
item-better = Mieux : { $name }, { $price }.
item-better-unpriced = Mieux : { $name }.
item-instead = Autre choix : { $name }, { $price }.
item-instead-unpriced = Autre choix : { $name }.
item-out = ÉPUISÉ ICI
item-out-alone = ÉPUISÉ ICI  Rien de semblable dans le catalogue.

## Ce qui va avec

add-ons-title = Va avec : proposez celui qui est marqué
add-ons-title-none = Va avec
add-ons-nothing = Rien d'utile à ajouter. C'est bien ainsi.
add-ons-quiet = { $n ->
    [one] Silence : le client a dit non.
    [2] Silence : le client a dit non deux fois.
   *[other] Silence : le client a dit non { $number } fois.
}
add-ons-hurry = PRESSÉ : seulement ce sans quoi cela ne marche pas.
add-ons-careful = ATTENTION
add-ons-careful-pair = { $other } ne va pas avec { $item }.
add-ons-out-of-stock = { $n ->
    [one] { $number } autre non affiché : épuisé ici.
   *[other] { $number } autres non affichés : épuisés ici.
}
add-ons-more = { $n ->
    [one] { $number } de plus
   *[other] { $number } de plus
}
sign-needs = IL FAUT
sign-service = SERVICE
sign-set = LOT
set-saves = { $amount } de moins que séparément
set-saves-short = -{ $amount }
answer-took = pris
answer-no = non merci
answer-no-why = non merci : { $why }
label-for = Pour : { $item }
label-ask = DEM
label-say = DIRE
label-why = CAR
due = acheté { $times } fois, { $every }, la dernière { $ago }
due-why = Ce client : { $due }.
due-every = { $n ->
    [1] tous les jours environ
   *[other] tous les { $number } jours environ
}
due-range = { $every } ({ $low }-{ $high })
due-last = { $n ->
    [1] hier
   *[other] il y a { $number } jours
}
reason-of-100 = { $rate } acheteurs sur 100 l'ont pris avec ({ $sales } ventes)
reason-of-few = { $together } des { $sales } acheteurs l'ont pris avec
reason-rare = Moins de 1 acheteur sur 100 l'a pris avec ({ $sales } ventes)

## Cette vente

basket-title = Cette vente
basket-title-with = Cette vente : { $contexts }
basket-above = { $n ->
    [one] { $number } de plus au-dessus
   *[other] { $number } de plus au-dessus
}
basket-below = { $n ->
    [one] { $number } de plus en dessous
   *[other] { $number } de plus en dessous
}
basket-fetch = à chercher
basket-fetch-at = à chercher, { $place }
basket-unsaved = NON ENREGISTRÉ
basket-pieces = { $n ->
    [one] { $number } article
   *[other] { $number } articles
}
basket-add-ons = { $n ->
    [one] { $number } complément
   *[other] { $number } compléments
}
basket-total = Prix affichés

## Résultats de recherche et codes partagés

search-title = { $n ->
    [one] { $number } article pour "{ $text }"
   *[other] { $number } articles pour "{ $text }"
}
search-busy = Recherche de "{ $text }"
search-none = Aucun article pour "{ $text }"
search-none-help = Essayez moins de lettres, ou scannez le code.
search-nearest = Pas exactement "{ $text }" : voici les plus proches.
search-preparing = La recherche se prépare : débuts de noms et codes fonctionnent déjà.
search-code = Un code ou une référence marche aussi.
column-name = Nom
column-price = Prix
column-stock = Stock
column-place = Rayon
which-title = Plusieurs articles portent { $code } : lequel est-ce ?

## Détails

details-goes-with = { $name } - va avec { $item }
details-code = Code { $code }
details-loading = Recherche en cours
details-ask = DEMANDER
details-say = À DIRE
details-if = SI "{ $objection }"
details-fits = VA AVEC
details-instead = AUTRE CHOIX
details-better = MIEUX
details-due = DÉJÀ ACHETÉ
details-why = POURQUOI
details-included = DANS LA BOÎTE
details-brand = MARQUE
details-category = CATÉGORIE
details-codes = CODES
details-note = POUR L'ÉQUIPE
details-turn = { $back }/{ $on } : complément précédent ou suivant ({ $place } sur { $count }).
panel-title = Marqué : { $name }
objection-has-one = EN A UN
objection-too-expensive = TROP CHER
objection-not-now = PAS MAINTENANT
objection-does-not-fit = NE VA PAS
objection-other = AUTRE

## Pourquoi un article est proposé ou non

why-title = Pourquoi { $name } ?
why-title-for = Pourquoi { $name } ? Pour { $item }
why-for = { $name }, pour { $item }
why-no-candidates = Aucun candidat : rien dans le panier n'a de lien, et les ventes ne proposent rien.
why-loading = Recherche en cours
why-none = aucun
why-open = sans limite
why-label-shown = PROPOSÉ
why-label-stopped = NON PROPOSÉ
why-label-evidence = INDICES
why-label-passed = PASSÉ
why-label-order = ORDRE
why-label-todo = POUR CHANGER
kind-required = indispensable
kind-accessory = accessoire
kind-service = service
kind-bundle = lot
kind-upgrade = mieux
kind-substitute = autre choix
kind-included = dans la boîte
kind-not-with = ne va pas avec
why-shown-place = Place { $place }, sur { $max } à la fois au plus.
why-stopped-rejected-pair = Quelqu'un a refusé cette paire.
why-stopped-mined-not-shown = Seules les ventes le proposent, et ce magasin ne montre aucune paire que personne n'a acceptée.
why-stopped-other-way-round = C'est l'inverse : d'après un lien, { $item } est l'article à ajouter, et ceci est ce pour quoi on l'achète.
why-stopped-other-way-round-dearer = C'est l'inverse : il coûte plus de { $times } fois le prix de { $item }.
why-stopped-too-few-sales = Trop peu de ventes avec les deux : { $together }. En dessous de { $least }, aucune paire n'est montrée et aucun chiffre n'est dit.
why-stopped-no-real-link = Pas de vrai lien : sur les { $together } ventes avec les deux, la popularité, la saison et les gros paniers en expliquent environ { $chance }.
why-stopped-below-bar = Trop peu probable : { $relevance } sur 100 d'après l'estimation, et le seuil est { $bar }.
why-stopped-included = Il est dans la boîte de { $other }.
why-stopped-not-with = D'après un lien, il ne va pas avec { $other }.
why-stopped-not-an-add-on = D'après son lien, il ne s'ajoute pas à { $item } ({ $kind }) : les détails le montrent, jamais la liste.
why-stopped-in-basket = Il est dans le panier.
why-stopped-variant-in-basket = C'est une variante de { $other }, qui est dans le panier.
why-stopped-declined = Le client l'a refusé dans cette vente.
why-stopped-outside-campaign = Son lien vaut du { $from } au { $to }. Nous sommes le { $today }.
why-stopped-other-context = Son lien demande ce genre de client : { $contexts }. Indiqué : { $now }.
why-stopped-other-segment = Son lien est pour les clients { $segments }, et rien ne dit que celui-ci en est.
why-stopped-too-few-pieces = Son lien demande au moins { $least } de { $item }. Dans le panier : { $pieces }.
why-stopped-too-dear = Trop cher pour son lien : { $price }, plus de { $share } % de { $item-price }, le prix de { $item }.
why-stopped-out-of-stock = Il n'en reste pas ici (stock { $stock }).
why-stopped-hold-out = Un test A/B ne montre rien dans cette vente, sauf l'indispensable.
why-stopped-other-arm = Un test A/B ne montre pas ce lien dans cette vente.
why-stopped-shown-already = Il est déjà dans la liste, pour { $other }.
why-stopped-quiet = Refus du client : { $noes }. Seul l'indispensable est encore montré.
why-stopped-hurry = Le client est pressé : seul l'indispensable est montré.
why-stopped-same-category = Un autre de sa catégorie passe avant : { $other }.
why-stopped-over-cap = La liste est pleine : { $max } à la fois au plus, et d'autres passent avant.
why-stopped-empty-basket = Cette vente est vide : il n'y a encore rien qu'il puisse compléter.
why-stopped-other-direction = C'est l'inverse : son propre lien propose { $item } avec lui.
why-stopped-no-sales = Rien dans le panier n'a de lien vers lui, et ce catalogue ne connaît aucune vente.
why-stopped-never-sold = Rien dans le panier n'a de lien vers lui, et aucune des { $sales } ventes connues ne le contient.
why-stopped-items-never-sold = Rien dans le panier n'a de lien vers lui, et aucune des { $sales } ventes connues ne contient un article du panier.
why-stopped-no-link = Rien dans le panier n'a de lien vers lui, et aucune vente avec les deux n'est connue : aucune, ou trop peu pour compter.
why-evidence-link = Le lien d'une personne : { $kind }, priorité { $priority }.
why-evidence-accepted = Une paire des ventes que quelqu'un a acceptée : { $kind }.
why-evidence-sales-alone = Seules les ventes le proposent ; personne n'a écrit de lien.
why-evidence-together = Ventes avec { $item } : { $of }, avec les deux : { $together }. Le hasard en explique { $chance }. Lift { $lift }, LLR { $llr }.
why-evidence-not-together = Aucune vente avec les deux n'est connue.
why-evidence-no-history = Ce catalogue ne connaît aucune vente.
why-evidence-relevance = D'après l'estimation calibrée, il a sa place dans { $relevance } de ces ventes sur 100.
why-evidence-relevance-category = D'après ce qui se vend avec la catégorie, il a sa place dans { $relevance } de ces ventes sur 100.
why-evidence-answers = Proposé { $asked } fois, accepté { $accepted } fois ; affiché { $unasked } fois sans être proposé, pris { $taken } fois quand même. Il compte donc pour { $factor } sur 100.
why-evidence-answers-like = Personne n'y a encore répondu. D'après les réponses à des articles semblables, il compte pour { $factor } sur 100.
why-evidence-sold = Il est dans { $sold } des { $sales } ventes connues.
why-evidence-expected = Ventes avec { $item } : { $of }. Le hasard le mettrait dans { $chance } d'entre elles.
why-passed-wanted = Ce magasin montre les paires des ventes, et personne n'a refusé celle-ci.
why-passed-direction = Ce n'est pas l'inverse.
why-passed-count = Assez de ventes avec les deux : { $together }, au moins { $least }.
why-passed-real = Bien plus de ventes avec les deux que le hasard n'en explique : { $together } contre { $chance }.
why-passed-bar = Assez probable : { $relevance } sur 100, le seuil est { $bar }.
why-passed-basket = Ni dans le panier, ni variante de ce qui y est, ni dans une boîte ; va avec tout, et sans refus dans cette vente.
why-passed-campaign = Son lien vaut aujourd'hui : du { $from } au { $to }.
why-passed-segments = Son lien est pour les clients { $segments }, et celui-ci en est.
why-passed-contexts = Le client est comme son lien le demande : { $contexts }.
why-passed-pieces = Assez de pièces : son lien en demande { $least }.
why-passed-share = Pas trop cher : { $price }, au plus { $share } % de { $item-price }, le prix de { $item }.
why-passed-stock = En stock : { $stock }.
why-passed-stock-unknown = Son stock n'est pas connu, ce qui ne compte pas comme épuisé.
why-passed-test = Aucun test A/B ne le retient dans cette vente.
why-order-required = L'indispensable passe avant tout.
why-order-link = Le lien d'une personne passe avant ce que les ventes proposent ; d'abord la priorité (ici { $priority }), puis le plus probable.
why-order-sales = Les ventes le proposent : il vient après tous les liens, le plus probable d'abord.
why-order-margin = Sa marge, { $margin } %, compte un peu : son estimation pèse { $lift } % de plus parmi ses pareils.
why-order-first = Il est le premier des { $count } qui ont passé.
why-order-place = Il est le numéro { $place } des { $count } qui ont passé, après { $before }.
why-order-newest = { $item } est arrivé en dernier, et ce qui va avec reçoit la dernière place.
why-todo-link = Pour le montrer, écrire un lien { $item } -> { $add-on } dans links.csv.
why-todo-wrong-link = Si c'est faux, ôter le lien { $kind } vers { $add-on } de links.csv.
why-todo-kind = S'il s'ajoute bien, mettre accessory comme kind dans la ligne de links.csv derrière { $item } -> { $add-on }.
why-todo-variant = Si ce ne sont pas des variantes, ôter variant_of de items.csv.
why-todo-stock = Il revient de lui-même dès que stock dans items.csv dépasse 0.
why-todo-campaign = Pour le montrer, changer from et to dans la ligne de links.csv derrière { $item } -> { $add-on }.
why-todo-contexts = Pour le montrer, changer context dans la ligne de links.csv derrière { $item } -> { $add-on }.
why-todo-segments = Pour le montrer, changer segment dans la ligne de links.csv derrière { $item } -> { $add-on }.
why-todo-pieces = Pour le montrer, changer min_quantity dans la ligne de links.csv derrière { $item } -> { $add-on }.
why-todo-share = Pour le montrer, changer max_price_share dans la ligne de links.csv derrière { $item } -> { $add-on }.
why-todo-mined = Pour le montrer, accepter la paire { $item } -> { $add-on } dans pairs.csv, ou mettre mined = "fill" dans shop.toml.
why-todo-rejected = Pour le montrer, accepter la paire { $item } -> { $add-on } dans pairs.csv, ou écrire un lien dans links.csv.
why-todo-count = Pour le montrer, écrire un lien { $item } -> { $add-on } dans links.csv, ou baisser min_pair_count ({ $least }) dans shop.toml à { $together }.
why-todo-bar = Pour le montrer, écrire un lien { $item } -> { $add-on } dans links.csv, ou baisser minimum_relevance ({ $bar }) dans shop.toml à { $relevance }.
why-todo-priority = Pour le montrer à la place, donner à son lien une priorité plus haute dans links.csv (actuelle : { $priority }).
why-todo-cap = Pour le montrer, donner à son lien une priorité plus haute dans links.csv (actuelle : { $priority }), ou augmenter max ({ $max }) dans shop.toml.
why-todo-quiet = Le nombre de refus est sous quiet_after_noes ({ $noes }) dans shop.toml.
why-todo-test = Les tests sont sous [[experiment]] dans shop.toml.

## La fin de la vente

finish-title = Terminer cette vente
finish-add-ons = Compléments
finish-none = Aucun complément affiché dans cette vente.
finish-took = pris
finish-no = non merci
finish-not-asked = pas demandé
finish-unasked = acheté sans demander
finish-change = { $up }/{ $down } puis { $took } ou { $no } pour changer
finish-fair = Pas demandé est noté "pas demandé". Ce n'est jamais un non.
finish-today = Aujourd'hui, cette caisse : { $sales }, { $with } avec complément
finish-sales = { $n ->
    [one] { $number } vente
   *[other] { $number } ventes
}
finish-kept = Rien n'est perdu si vous fermez la fenêtre : la vente est enregistrée.

## Le premier démarrage

first-title = Pas encore de catalogue sur cet ordinateur
first-need = Il faut un fichier : votre liste d'articles (CSV de la caisse ou tableur).
first-own = Utiliser ma liste d'articles
first-own-why = en faire un catalogue, voir plus bas
first-demo = Essayer le magasin d'essai
first-demo-why = un magasin entier, jamais mêlé au vôtre
first-office = Le siège l'envoie
first-office-why = démarrer avec le dossier ou la clé, plus bas
first-commands = En ligne de commande ; la dernière est pour le dossier du siège :
first-checks = Avant de commencer, trois essais :
first-keypad = Pavé num.
first-keypad-todo = tapez { $took } puis { $no }
first-scanner = Lecteur
first-scanner-todo = scannez un code
first-letters = Lettres
first-letters-todo = cadre { $box } accents { $accents }
first-letters-odd = étrange ? { $menu }, cadres simples
first-seen = { $what } vu
first-seen-then = vu { $code } puis { $end }
first-seen-silence = vu { $code }, sans touche de fin
first-large = À lire de votre place : Ctrl et + agrandit les lettres.

## Aide

help-title = Aide - le lecteur marche toujours pendant ce temps
help-scan-keys = Scannez un code
help-scan = l'ajoute, depuis tout écran
help-letters-keys = Tapez des lettres
help-letters = cherche par nom. Aucune lettre n'est une commande
help-or = (ou { $keys })
help-number-keys = 2{ $took }   3{ $no }
help-number = répond au complément 2, au 3, sans bouger
help-enter = ajoute le résultat marqué
help-took-it = le client prend le complément marqué
help-no-thanks = non merci
help-times-keys = 3{ $key }  puis scan
help-times = trois fois
help-details = détails : que demander, mieux ; encore : pourquoi
help-up = déplace la marque
help-undo = annule, autant de fois que vous voulez
help-customer = client : pressé, professionnel ...
help-next-part = autre choix, mieux ; aller à la vente
help-take-out = retire la ligne marquée de la vente
help-menu = menu de tout ; tapez pour filtrer
help-finish = terminer la vente
help-back = effacer, puis retour. Esc ne supprime jamais rien
help-quit = quitter ; une vente ouverte est proposée au retour
help-more-keypad = Pas de pavé numérique ? { $took } et { $no } font comme + et -.
help-more-numlock = Si + ne fait rien : touche Verr Num, ou voyez  goeswith keys
help-more-look = Couleurs et cadres simples : { $menu }, puis tapez "cadres".
help-more-change = Changer les touches : keys.toml - goeswith keys montre et vérifie le fichier.

## Le tableau de goeswith keys, là où l'aide en dit moins

keys-times = après un nombre : le prochain scan en ajoute autant
keys-down = déplace la marque
keys-page-up = la déplace d'une page
keys-page-down = la déplace d'une page
keys-left = celui d'avant ; dans un texte, un caractère à gauche
keys-right = celui d'après ; dans un texte, un caractère à droite
keys-previous-part = la partie précédente de l'écran
keys-redraw = tout redessiner
keys-help = toutes les touches sur une page
keys-erase = efface un caractère
keys-interrupt = quitter ; le dit d'abord

## Le menu

unknown-title = Scannés, et absents du catalogue
unknown-none = Tous les codes scannés sont au catalogue.
unknown-code = Code
unknown-times = Fois
unknown-last = Dernier
unknown-help = Donnez ces codes à leurs articles dans la liste d'articles et refaites le catalogue. Un code traité revient à son prochain scan.

menu-title = Tout ce que vous pouvez faire ici
menu-none = Rien ici ne s'appelle "{ $filter }".
menu-took-it = Pris
menu-took-it-why = le client prend le complément marqué
menu-no-thanks = Non merci
menu-no-thanks-why = le client ne veut pas du complément marqué
menu-details = Détails
menu-details-why = que demander, mieux ; encore : pourquoi
menu-undo = Annuler
menu-undo-why = reprend la dernière action, encore et encore
menu-customer = Client
menu-customer-why = pressé, professionnel, vos propres cas
menu-take-out = Retirer la ligne
menu-take-out-why = retire la ligne marquée de la vente
menu-finish = Terminer
menu-finish-why = la fin de cette vente
menu-drop-sale = Abandonner la vente
menu-drop-sale-why = jette cette vente ; demande d'abord
menu-unknown-codes = Codes inconnus : { $unknown }
menu-unknown-codes-why = ce qui a été scanné sans être reconnu
menu-look = Cadres
menu-look-why = dessinés ou simples
menu-theme = Couleurs
menu-theme-why = normales, contrastées, aucune
menu-language = Langue
menu-language-why = la langue suivante
menu-read-settings = Relire les réglages
menu-read-settings-why = quand settings ou keys.toml ont changé
menu-problems = Problèmes
menu-problems-why = ce qui ne va pas, et que faire
menu-sync-now = Synchroniser
menu-sync-now-why = demande un nouveau catalogue au dossier partagé
menu-redraw = Redessiner
menu-redraw-why = si l'écran paraît abîmé
menu-help = Aide
menu-help-why = toutes les touches sur une page
menu-quit = Quitter
menu-quit-why = une vente ouverte reste ouverte

## Choix

contexts-title = Client : un chiffre l'active ou le retire
context-hurry = pressé
context-business = un professionnel
context-card = carte client
context-card-linked = carte client : liée; encore une fois la retire
context-card-scan = carte client : scannez-la ou tapez son numéro
context-due = À reprendre : { $name } : { $due }.
reasons-title = Pourquoi non ? { $name }
reason-has-one = en a un
reason-too-expensive = trop cher
reason-not-now = pas maintenant
reason-does-not-fit = ne va pas
reason-other = autre
reason-none = sans raison
reasons-skip = Ou scannez la suite : la raison n'est jamais obligatoire.
drop-title = Abandonner cette vente ?
drop-what = { $lines } et toutes les réponses seront jetées.
drop-no = Non, la garder
drop-yes = Oui, l'abandonner
kept-title = Une vente est encore ouverte
kept-lines = { $n ->
    [one] { $number } ligne
   *[other] { $number } lignes
}
kept-when = { $lines }, { $total }, touchée { $when }
kept-ask = { $enter } la continue. { $back }, ou le prochain scan, la laisse pour plus tard.
problems-title = Ce qui ne va pas, et que faire
problems-none = Tout va bien.

## Bandeaux

banner-fault = { $what } { $menu } : plus
banner-faults = { $n ->
    [one] { $number } problème, { $menu }
   *[other] { $number } problèmes, { $menu }
}
# $what est vide, ou « (22 nov., 214 prix changés) » avec son espace.
news-catalog = Nouveau catalogue prêt{ $what }. Utilisé dès que cette vente est finie ({ $finish }).
news-prices = { $n ->
    [one] { $number } prix changé
   *[other] { $number } prix changés
}
said-office = Lancez goeswith --sync-dir DOSSIER, ou réglez dir sous [sync] dans settings.toml.
said-sync-now = Recherche dans le dossier partagé. Ce qui arrive sera dit ici.
said-catalog = Désormais le nouveau catalogue{ $what }.
banner-not-saved = NON ENREGISTRÉ : { $why }. Notez la vente ; nouvel essai en cours.
small = Agrandissez la fenêtre à { $width } sur { $height } ou plus. Elle est de { $now-width } sur { $now-height }.

## Pied de page

foot-took-it = Pris
foot-no-thanks = Non merci
foot-details = Détails
foot-why = Pourquoi ?
foot-read-on = Lire la suite
foot-undo = Annuler
foot-finish = Terminer
foot-help = Aide
foot-add = Ajouter
foot-choose = Choisir
foot-just-look = Voir seulement
foot-clear = Effacer
foot-other-choice = Autre choix
foot-back = Retour
foot-instead = Prendre celui-ci
foot-save-and-next = Enregistrer, suivant
foot-back-to-sale = Retour à la vente
foot-seen-to = Traité
foot-menu-drop = Menu (abandonner)
foot-menu-look = Menu (langue, cadres)
foot-menu = Menu
foot-go = Aller
foot-close = Fermer
foot-quit = Quitter

## La ligne de message : ce qui s'est passé, et la touche qui l'annule ou continue

said-added = Ajouté : { $name }.   { $undo } annule.
said-added-many = Ajouté : { $quantity } x { $name }.   { $undo } annule.
said-confirmed = Cherché : { $name }.   { $undo } annule.
said-took = Pris : { $name }.   { $undo } annule.
said-no-thanks = Non merci : { $name }.   { $undo } annule.
said-took-out = Retiré : { $name }.   { $undo } le remet.
said-swapped = { $name } au lieu de { $out }.   { $undo } annule.
said-undone = Annulé.   { $undo } annule ce qui précède.
said-nothing-to-undo = Rien à annuler. Scannez, ou tapez un nom.
said-unknown = Pas au catalogue : { $code }. Noté pour le responsable. Tapez son nom pour le vendre.
said-paste-too-long = Plus de { $most } codes à la fois : rien n'a été ajouté. Scannez ou tapez un nom.
said-seen-to = Traité : { $code }.   { $undo } le remet.
said-put-back = De nouveau sur la liste : { $code }.
said-till-unknown = La caisse a vendu { $code }, absent du catalogue. C'est noté pour le responsable.
said-look-only = Seulement vu, pas ajouté : { $name }.   { $back } revient.
said-finished = Terminé : { $items ->
        [one] { $items } article
       *[other] { $items } articles
    }, { $add-ons ->
        [one] { $add-ons } complément
       *[other] { $add-ons } compléments
    }.   { $undo } rouvre la vente.
said-finished-forgotten = La vente laissée ouverte ({ $items ->
        [one] { $items } article
       *[other] { $items } articles
    }) est terminée, celle-ci est neuve.   { $undo } les réunit.
said-joined-again = Les deux ne font plus qu'une vente. Continuez à scanner.
said-reopened = La dernière vente est rouverte. Scannez, ou { $finish } la termine.
said-dropped = Abandonnée. Le prochain scan ouvre une nouvelle vente.
said-kept-going = Suite de la vente ouverte, { $items ->
        [one] { $items } article
       *[other] { $items } articles
    }.   { $finish } la termine.
said-card-linked = Carte client liée : les achats passés servent, comme convenu.   { $undo } la retire.
said-card-linked-due = Carte liée, comme convenu. À reprendre : { $name }.   { $customer } en dit plus.
said-card-without-list = Carte client liée.   { $undo } la retire.
said-card-no-consent = Pas d'accord du client : rien n'est retenu.
said-card-no-key = Aucune carte liée : la clé de l'enseigne manque ici.
said-card-off = Carte client retirée.   { $undo } la remet.
said-card-scan = Scannez la carte du client, ou tapez son numéro puis Entrée.
said-context-on = Client : { $name }.   { $undo } annule.
said-context-off = Plus maintenant : { $name }.   { $undo } annule.
said-reason = La raison est notée.   { $undo } la retire.
said-answered-already = Déjà répondu : { $name }.   { $undo } annule la réponse.
said-no-add-on = Aucun complément à répondre. Scannez, ou tapez un nom.
said-empty-sale = Cette vente est vide. Scannez, ou tapez un nom.
said-quit-kept = La vente reste ouverte pour le prochain démarrage.   { $quit } quitte.
said-quit-again = Encore { $interrupt } pour quitter. Une vente ouverte le reste.   { $back } reste.
said-times = { $quantity } x : scannez l'article, ou tapez son nom.   { $back } efface.
said-code-not-answer = Ajouté : { $name }. Son code commençait comme une réponse.   { $undo } annule.
said-code-guessed = Ajouté : { $name }. Code déformé : vérifiez le clavier de la douchette.   { $undo } annule.
said-serial-number = C'est un numéro de série, pas un article. Scannez l'autre étiquette.
said-web-address = C'est une adresse web, pas un article. Scannez les barres ou tapez le nom.
said-no-item-in-code = Ce code ne désigne aucun article (carton ?). Scannez celui de l'article.
said-language = Langue : { $name }.   { $menu } la change encore.
said-look = Cadres : { $name }.   { $menu } les change encore.
said-theme = Couleurs : { $name }.   { $menu } les change encore.
said-settings-read = Réglages relus. Scannez, ou tapez un nom.
said-saving = Enregistrement...
said-no-catalog = Pas encore de catalogue, rien à ajouter.   { $help } montre les touches.
said-not-saved = Non enregistré : { $why }. Notez-le ; nouvel essai en cours.
said-catalog-error = Catalogue illisible : { $what }. Scannez encore, ou { $menu } pour en savoir plus.
said-no-match = Aucun article pour "{ $text }". Essayez moins de lettres, ou scannez le code.
said-choose-line = Quelle ligne ? { $next } va à la vente, { $take-out } retire alors la ligne marquée.
said-build-own = Tapez les deux lignes montrées ici dans un terminal, puis relancez goeswith.
said-scan-check = Le lecteur a envoyé { $code }.

## Décider des paires trouvées (goeswith pairs review, pairs list)

review-line = Chercher par nom ou numéro
review-counts = à décider { $open }, acceptées { $accepted }, refusées { $rejected }
review-counts-short = { $open } à décider
review-saving = Un instant...
review-list-open = { $n ->
    [one] À décider : { $number } paire
   *[other] À décider : { $number } paires, les plus nettes d'abord
}
review-list-accepted = { $n ->
    [one] Acceptées : { $number } paire
   *[other] Acceptées : { $number } paires
}
review-list-rejected = { $n ->
    [one] Refusées : { $number } paire
   *[other] Refusées : { $number } paires
}
review-list-all = { $n ->
    [one] Toutes : { $number } paire
   *[other] Toutes : { $number } paires, les faibles aussi
}
review-none-open = Plus aucune paire à décider. { $filter } montre celles qui le sont, et tout le fichier.
review-none-found = Rien ici ne porte « { $text } » dans son nom ou son numéro. { $filter } cherche parmi d'autres paires.
review-none = Aucune. { $filter } en montre d'autres.
review-row-times = { $times } x
review-share = { $part } sur { $of }
review-share-rare = moins de 1 sur 100
review-way = { $share } ventes avec { $item } ont aussi { $other } ({ $sales } ventes)
review-way-few = { $share } ventes avec { $item } ont aussi { $other }
review-together = Les deux dans { $sales } ventes, { $times } fois le hasard{ $span }
review-span = , du { $from } au { $to }
review-weak = Faible : moins de { $least } ventes avec les deux, pas plus que par hasard, ou variantes d'un article.
review-pair = Cette paire
review-label-link = LIEN
review-label-kind = GENRE
review-linked = links.csv a { $other } pour { $item }, { $kind }
review-not-linked = aucun dans links.csv
review-shown = propose { $other } avec { $item }
review-shown-both = propose chacun avec l'autre
review-shown-never = n'est jamais proposé
review-kind-required = indispensable
review-kind-accessory = accessoire
review-kind-service = service
review-kind-bundle = lot
review-kind-upgrade = mieux
review-kind-substitute = autre choix
review-kind-included = compris
review-kind-not-with = ne va pas avec
review-nothing-written = -
review-count-ask = { $words } mots sur { $most }
review-count-say = { $words } mots sur { $most }, { $characters } sur { $longest }
review-fault-question = Une question finit par un point d'interrogation.
review-fault-exclamation = On ne crie pas sur un client : pas de point d'exclamation.
review-fault-price = Ni prix ni stock : l'écran montre ceux du jour.
review-not-saved = NON ENREGISTRÉ  { $why }. Ouvert dans un tableur ? Fermez-le ; la prochaine décision réessaie.
review-said-accepted = Acceptée : { $item } + { $other }.   { $undo } annule.
review-said-rejected = Refusée : { $item } + { $other }.   { $undo } annule.
review-said-open = De nouveau ouverte : { $item } + { $other }.   { $undo } annule.
review-said-kind = Genre { $kind } : { $item } + { $other }.   { $undo } annule.
review-said-written = Écrit : { $item } + { $other }.   { $undo } annule.
review-said-written-open = Écrit, mais pas encore accepté : { $accept } accepte.   { $undo } annule.
review-said-undone = Annulé : { $item } + { $other }.
review-said-nothing-to-undo = Il n'y a rien à annuler.
review-said-none = Aucune paire n'est choisie.
review-said-leave = Tout est enregistré. { $quit } quitte.
review-said-theirs = Quelqu'un d'autre a décidé de { $item } + { $other } entre-temps. Cela vaut ; regardez encore.
review-said-merged = pairs.csv a été changé par quelqu'un d'autre. Vos décisions ont été ajoutées aux siennes.
review-said-in-use = Un tableur semble avoir ouvert pairs.csv. Fermez-le d'abord : il pourrait défaire votre travail.
review-said-left-out = { $quantity ->
    [one] { $quantity } ligne de pairs.csv nomme un article absent de items.csv. Elle est laissée de côté.
   *[other] { $quantity } lignes de pairs.csv nomment un article absent de items.csv. Elles sont laissées de côté.
}
review-foot-accept = Accepter
review-foot-reject = Refuser
review-foot-write = Écrire
review-foot-kind = Genre
review-foot-filter = Montrer
review-foot-undo = Annuler
review-foot-next = Suite
review-foot-done = Fini
review-help-title = Aide - les paires qui se vendent ensemble
review-help-letters = trouve des paires par nom ou numéro. Aucune lettre ne commande
review-help-accept = accepter : proposée dès le prochain catalogue
review-help-reject = refuser : elle ne revient plus
review-help-open = retirer la décision
review-help-undo = annuler, autant de fois que vous voulez
review-help-write = écrire la question, puis la phrase ; tout est gardé
review-help-enter = comme Tab
review-help-kind = le genre : accessoire, indispensable, service, lot
review-help-filter = montrer à décider, acceptées, refusées, toutes
review-help-up = déplacer le choix
review-help-page = de dix en dix
review-help-back = quitter la phrase, puis effacer la recherche
review-help-help = cette page
review-help-redraw = tout redessiner
review-help-quit = quitter ; tout est déjà enregistré

## Rapports

report-title = Rapport
report-from-to = { $from } au { $to }
report-ever = Tout ce qui est enregistré
report-now = Maintenant
report-before = Avant
report-year-before = Un an avant
report-was = avant : { $value }
report-figures = Tous les chiffres
report-sales = Ventes
report-revenue = Chiffre d'affaires
report-margin = Marge, où le coût est connu
report-basket = Panier moyen
report-basket-with = Panier moyen avec un ajout
report-basket-without = Panier moyen sans ajout
report-items-a-sale = Articles par vente
report-with-add-on = Ventes avec un ajout
report-add-ons-a-sale = Ajouts par vente
report-add-on-revenue = Argent des ajouts
report-add-on-margin = Marge des ajouts, où le coût est connu
report-shown = Suggestions montrées
report-asked = Demandé
report-accepted = Pris
report-asked-share = Demandé, sur 100 montrées
report-acceptance = Pris, sur 100 demandés
report-taken-without-asking = Pris sans demander
report-unasked-revenue = Argent de ce qui fut pris sans demander
report-nothing = Ventes sans rien à ajouter
report-claimed = Lignes prises avec une touche
report-confirmed = Dont scannées ensuite
report-reasons = Pourquoi « non », si une raison est notée
report-chart-day = par jour
report-chart-week = par semaine
report-fair = Ne pas demander n'est pas un non : seul un oui ou un non compte comme demandé. Marge : où le vrai chiffre se trouve très probablement (95 %).
report-unnamed = (sans)
report-by-pair = Paires, les meilleures d'abord
report-by-item = Articles, par l'argent de leurs ajouts
report-by-category = Catégories, par l'argent de leurs ajouts
report-by-kind = Sortes de lien, les meilleures d'abord
report-by-reason = Qui est derrière une suggestion
report-by-terminal = Caisses
report-by-store = Magasins
report-by-hour = Heures de la journée
report-by-week = Semaines
report-by-context = Contextes
report-by-arm = Bras des expériences
report-name-pair = Article > ajout
report-name-item = Article
report-name-category = Catégorie
report-name-kind = Sorte
report-name-reason = Raison
report-name-terminal = Caisse
report-name-store = Magasin
report-name-hour = Heure
report-name-week = Semaine du
report-name-context = Contexte
report-name-arm = Expérience > bras
report-col-sales = Ventes
report-col-basket = Panier
report-col-with-add-on-share = Avec ajout %
report-col-shown = Montré
report-col-asked = Demandé
report-col-accepted = Pris
report-col-taken-without-asking = Sans dem.
report-col-acceptance = Sur 100
report-col-range = Marge
report-col-attach = Joint %
report-col-add-on-revenue = Argent
report-col-against = vs avant
report-more-rows = { $n ->
    [one] 1 ligne de plus : --format csv les a toutes
   *[other] { $number } lignes de plus : --format csv les a toutes
}
report-least = Les paires demandées moins de { $number } fois ne sont pas montrées : pas encore assez de données.
report-added = Ce que le conseil apporte ({ $experiment }) : { $value } par vente ({ $low } à { $high }), { $total } en tout ; { $with } ventes avec, { $without } sans.
report-added-unsure = Ce que le conseil apporte ({ $experiment }) : pas encore assez de données ; { $value } par vente, entre { $low } et { $high } ; { $with } ventes avec, { $without } sans.
report-hold-out-small = Ce que le conseil apporte ({ $experiment }) : pas encore assez de données.
report-back = Clients avec carte revenus dans les { $days } jours : { $took } ; { $left } ; { $none }. Ce n'est pas la preuve que le conseil les fait revenir.
report-back-share = { $value } sur 100 ({ $low }-{ $high })
report-back-took = ont pris un ajout { $share }, { $customers } clients
report-back-left = montré et laissé { $share }, { $customers } clients
report-back-none = rien montré { $share }, { $customers } clients
report-too-few = trop peu pour le dire
report-no-sales = Aucune vente dans cette période.
report-no-sales-since = Aucune vente dans cette période. La dernière date du { $day }.
report-unknown-arms = { $n ->
    [one] 1 bras n'est dans aucune expérience de ce catalogue.
   *[other] { $number } bras ne sont dans aucune expérience de ce catalogue.
}
report-experiments = { $number } expériences en cours : une vente peut compter dans un bras de chacune.
report-few-sales = { $n ->
    [one] Une seule vente : les parts disent encore peu.
   *[other] Seulement { $number } ventes : les parts disent encore peu.
}
report-in-doubt = { $n ->
    [one] 1 vente a une date douteuse et ne compte dans aucune période.
   *[other] { $number } ventes ont une date douteuse et ne comptent dans aucune période.
}
report-ahead = { $n ->
    [one] 1 vente est datée d'après aujourd'hui : une horloge avançait.
   *[other] { $number } ventes sont datées d'après aujourd'hui : une horloge avançait.
}
report-begins = L'enregistrement a commencé le { $day } : pas de période entière avant pour comparer.
report-unpriced = { $n ->
    [one] 1 ligne sans prix n'ajoute rien à l'argent.
   *[other] { $number } lignes sans prix n'ajoutent rien à l'argent.
}
report-hidden = { $n ->
    [one] 1 paire demandée moins de { $least } fois n'est pas montrée : pas encore assez de données.
   *[other] { $number } paires demandées moins de { $least } fois ne sont pas montrées : pas encore assez de données.
}
report-unreadable = { $n ->
    [one] 1 événement d'une version plus récente ne peut être lu ici et ne compte pas.
   *[other] { $number } événements d'une version plus récente ne peuvent être lus ici et ne comptent pas.
}
report-damaged = { $n ->
    [one] 1 événement abîmé ne compte pas.
   *[other] { $number } événements abîmés ne comptent pas.
}
report-terminals = { $n ->
    [one] 1 caisse
   *[other] { $number } caisses
}

## Le rapport à l'écran

report-head = RAPPORT
report-only = {"   "}seulement : { $context }
report-today = Aujourd'hui
report-last-days = { $number } derniers jours
report-reading = Lecture des chiffres...
report-line = Ventes { $sales }   Avec ajout { $with } ({ $share }%)   Argent { $money }   Demandé { $asked }
report-bars = Pris, sur 100 demandés
report-none-asked = personne demandé
report-pairs-title = Meilleures et pires paires (au moins { $least } demandées)
report-no-rows = Rien à montrer encore : pas assez de données.
report-signs = * nettement mieux   ! marche rarement : récrire la phrase, ou cacher
report-signs-long = * nettement mieux   ! marche rarement : récrire la phrase, ou cacher   Marge : où le vrai chiffre est très probablement (95%)
report-fair-line = Demandé { $asked } sur { $shown } montrés ({ $share }%).  Ne pas demander n'est pas un non.
report-tile-with = Avec un ajout
report-tile-asked = Demandé / montré
report-noted = Raison notée pour { $noted } de { $noes } non
report-row-asked = Montré { $shown }   Demandé { $asked }   Pris { $took }   Sur 100 { $of }   Marge { $range }
report-row-brought = A rapporté { $money }   Pris sans demander { $unasked }
report-row-before = Période d'avant : demandé { $asked }, sur 100 { $of }, rapporté { $money }
report-row-attach = Dans { $share } ventes de l'article sur 100, acheté aussi ({ $sales } ventes)
report-row-noes = Non { $noes } : { $reasons }
report-no-sentence = Le catalogue en service n'a pas de phrase pour cette paire.
report-trend = Pris, sur 100 demandés
report-no-trend = Trop peu de jours pour une ligne.
weekday-1 = lun
weekday-2 = mar
weekday-3 = mer
weekday-4 = jeu
weekday-5 = ven
weekday-6 = sam
weekday-7 = dim
said-no-figures = Les chiffres ne peuvent être lus maintenant.   { $menu } Menu dit ce qui ne va pas.
said-report-saved = Enregistré : { $path }
said-report-not-saved = Pas enregistré : { $why }
code-title = Code du responsable
code-what = Tapez le code, puis Entrée.
code-wrong = C'est un autre code. Tapez-le encore, puis Entrée.
foot-period = Période
foot-length = Plus long
foot-by = Lignes
foot-open = Ouvrir
foot-menu-csv = Menu (CSV)
help-report = rapport (responsables)
menu-report = Rapport
menu-report-why = Combien on demande, combien on prend, ce que ça rapporte
menu-length = Rapport : plus long
menu-length-why = Un jour, une semaine, quatre semaines, un trimestre, un an
help-length = rapport : période plus longue
menu-save-report = Rapport : enregistrer (CSV)
menu-save-report-why = Les lignes à l'écran, pour un tableur

## exercice : des clients qui ne sont pas là

header-practice = EXERCICE
practice-puts-down = Un client pose : { $names }
practice-waits = Le client attend. { $ask } propose l'article marqué ; { $finish } termine.
practice-title = Exercice : le bilan
practice-none = Rien à l'écran cette fois : rien à proposer, et c'est très bien.
practice-asked = { $asked } sur { $all } proposés, { $taken } pris.
practice-all-asked = Tout a été proposé, { $taken } pris. Bravo.
practice-missed-need = { $name } : indispensable, à proposer d'abord
practice-missed = { $name } : à proposer la prochaine fois
practice-not-taken = { $name } : le client a dit oui, rien n'est noté
practice-declined = { $name } : non merci
practice-took = { $name } : pris
practice-could-ask = Demander : { $text }
practice-could-say = Dire : { $text }
practice-answer = Si « { $objection } » : { $text }
practice-no-answer = Un non est un non. Rien à ajouter.
said-practice-later = Terminez d'abord cette vente, puis exercez-vous.
said-practice-over = L'exercice est fini, rien n'a été enregistré. Scannez ou tapez un nom.
said-practice-nobody = Personne ne vient : aucun article de ce catalogue n'a de complément.
said-practice-till = La caisse vend : sa vente n'est pas un exercice.   { $menu }, puis « Finir l'exercice ».
said-practice-report = Le rapport attend la fin de l'exercice.   { $menu }, puis « Finir l'exercice ».
said-practice-yes = « { $name } ? Oui, volontiers. » Notez-le comme dans une vente.
said-practice-yes-after-all = « { $name } ? Bon, je le prends. » Notez-le comme dans une vente.
said-practice-no-still = « { $name } ? Merci, mais non. » Notez-le et restons-en là.
said-practice-has-one = « J'en ai un à la maison. »  { $name } : notez le non.
said-practice-has-one-if = « J'en ai un à la maison. »  { $name } : { $details } montre une réponse. Dites-la, puis { $ask }.
said-practice-too-expensive = « C'est trop cher pour moi. »  { $name } : notez le non.
said-practice-too-expensive-if = « C'est trop cher pour moi. »  { $name } : { $details } montre une réponse. Dites-la, puis { $ask }.
said-practice-not-now = « Une autre fois. »  { $name } : notez le non.
said-practice-not-now-if = « Une autre fois. »  { $name } : { $details } montre une réponse. Dites-la, puis { $ask }.
said-practice-does-not-fit = « Cela ne va pas avec le mien. »  { $name } : notez le non.
said-practice-does-not-fit-if = « Cela ne va pas avec le mien. »  { $name } : { $details } montre une réponse. Dites-la, puis { $ask }.
said-practice-other = « Non, merci. »  { $name } : notez le non.
said-practice-other-if = « Non, merci. »  { $name } : { $details } montre une réponse. Dites-la, puis { $ask }.
foot-ask = Proposer
foot-next-customer = Client suivant
foot-menu-end = Menu (finir l'exercice)
menu-practice = Exercice
menu-practice-why = des clients qui ne sont pas là ; rien n'est noté
menu-end-practice = Finir l'exercice
menu-end-practice-why = retour à la vente ; rien n'a été noté

## une meilleure phrase du personnel

wording-title = Une meilleure phrase pour { $name }
wording-ask = DEMANDER
wording-say = DIRE
wording-now = { $part } aujourd'hui :
wording-none = (rien encore)
wording-yours = { $part } à votre façon :
wording-limit-ask = { $words } mots ; jusqu'à { $most }, c'est bien. Une question sur le besoin du client.
wording-limit-say = { $words } mots, { $characters } signes ; jusqu'à { $most } et { $longest }, c'est bien. Ni prix ni stock.
wording-refused = Pas envoyé : il y a une adresse ou un numéro à appeler. Retirez-le, s'il vous plaît.
said-wording-sent = Merci. Votre phrase pour { $name } part chez ceux qui les écrivent.
said-wording-practice = Merci. En exercice rien ne part ; récrivez-la pendant une vente. { $name }
menu-wording = Meilleure phrase
menu-wording-why = dites-le mieux : la vôtre part au siège
foot-send = Envoyer
foot-ask-or-say = DEMANDER ou DIRE

## badges, et le ticket que le client emporte

finish-own = Aujourd'hui, vos propres ventes : { $asked } proposés, { $taken } pris
header-shift = en service
said-shift-begins = Votre service commence.   { $menu }, puis « Finir le service » le termine.
said-shift-goes-on = Votre service continue.
said-shift-over = Le service est fini. Un badge commence le suivant.
said-badge-no-key = Aucun service ne commence : la clé de la chaîne manque ici. La vente continue.
said-slip = Le ticket arrive.
said-slip-printed = Le ticket est imprimé.
said-slip-saved = Ticket enregistré : { $path }
slip-total = Prix catalogue
slip-later = Pour plus tard, peut-être :
menu-slip = Ticket
menu-slip-why = les achats, et ce qui servira plus tard
menu-end-shift = Finir le service
menu-end-shift-why = votre badge ne vaut plus pour les ventes

## Le mode ligne, pour lecteurs d'écran

spoken-typed = Saisi : { $text }
spoken-place = { $place } sur { $count } : { $text }
spoken-add-on = Complément { $place } sur { $count }, { $answer } : { $text }
spoken-not-asked = pas demandé
spoken-add-ons = { $n ->
    [one] { $number } complément va avec.
   *[other] { $number } compléments vont avec.
}
spoken-on = { $digit }, oui : { $text }
spoken-off = { $digit }, non : { $text }
spoken-signs = { $n ->
    [one] { $number } signe saisi
   *[other] { $number } signes saisis
}
spoken-better = nettement meilleur
spoken-worse = marche rarement

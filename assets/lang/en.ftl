# The words of goeswith in English. A new language: copy this file, translate what stands right of each "=", and keep
# every { $name } that a line has. A line that is missing is shown in English. ASCII, accents and nothing else: no emoji.

language-tag = en
language-name = English

## Numbers and days

number-decimal = .
number-group = ,
day-short = { $day } { $month }
day-long = { $day } { $month } { $year }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
age-minutes = { $n ->
    [one] 1 minute ago
   *[other] { $number } minutes ago
}
age-hours = { $n ->
    [one] 1 hour ago
   *[other] { $number } hours ago
}
age-days = { $n ->
    [one] 1 day ago
   *[other] { $number } days ago
}
time-today = today { $time }
time-yesterday = yesterday { $time }

## Stock and price

stock-left = { $number } left
stock-last = LAST { $number }
stock-out = OUT
stock-old = { $stock }, { $age }
price = { $amount } { $code }
times = { $quantity } x

## The line on top

header-name = GOESWITH
header-catalog = Catalog { $day }
header-catalog-long = Catalog { $day }, { $items } items
header-catalog-items = Catalog { $items } items
header-demo = SAMPLE SHOP
header-no-catalog = No catalog
header-saved = Saved OK
header-not-saved = NOT SAVED
header-feed = Till OK
header-feed-lost = NO TILL

## The search line

line-scan = Scan, or type a name
line-search = Searching by name
line-times = How many, then scan
line-next = Next customer: just scan
line-menu = Menu: type to find an entry
line-check = Scan anything to test the scanner

## The item

item-none = Scan the first item, or type its name.
item-none-till = The till's next item shows here by itself. Or type a name.
item-included = In the box: { $names }.
item-better = Better: { $name }, { $price }.
item-better-unpriced = Better: { $name }.
item-instead = Other choice: { $name }, { $price }.
item-instead-unpriced = Other choice: { $name }.
item-out = OUT HERE
item-out-alone = OUT HERE  Nothing else like it in the catalog.

## What goes with it

add-ons-title = Goes with it: ask the marked one
add-ons-title-none = Goes with it
add-ons-nothing = Nothing worth adding. Fine as it is.
add-ons-quiet = { $n ->
    [one] Quiet: the customer said no.
    [2] Quiet: the customer said no twice.
   *[other] Quiet: the customer said no { $number } times.
}
add-ons-hurry = HURRY: only what it will not work without.
add-ons-careful = CAREFUL
add-ons-careful-pair = { $other } does not fit { $item }.
add-ons-out-of-stock = { $n ->
    [one] 1 more not shown: out of stock here.
   *[other] { $number } more not shown: out of stock here.
}
add-ons-more = { $n ->
    [one] 1 more
   *[other] { $number } more
}
sign-needs = NEEDS
sign-service = SERVICE
sign-set = SET
set-saves = { $amount } less than apart
set-saves-short = -{ $amount }
answer-took = took it
answer-no = no thanks
answer-no-why = no thanks: { $why }
label-for = For: { $item }
label-ask = ASK
label-say = SAY
label-why = WHY
due = bought { $times } times, { $every }, last { $ago }
due-why = This customer: { $due }.
due-every = { $n ->
    [one] about every day
   *[other] about every { $number } days
}
due-range = { $every } ({ $low }-{ $high })
due-last = { $n ->
    [one] yesterday
   *[other] { $number } days ago
}
reason-of-100 = { $rate } of 100 who bought this also bought it ({ $sales } sales)
reason-of-few = { $together } of the { $sales } who bought this also bought it
reason-rare = Fewer than 1 of 100 who bought this also bought it ({ $sales } sales)

## This sale

basket-title = This sale
basket-title-with = This sale: { $contexts }
basket-above = { $n ->
    [one] 1 more above
   *[other] { $number } more above
}
basket-below = { $n ->
    [one] 1 more below
   *[other] { $number } more below
}
basket-fetch = to fetch
basket-fetch-at = to fetch, { $place }
basket-unsaved = NOT SAVED
basket-pieces = { $n ->
    [one] 1 item
   *[other] { $number } items
}
basket-add-ons = { $n ->
    [one] 1 add-on
   *[other] { $number } add-ons
}
basket-total = List prices

## Search results and shared codes

search-title = { $n ->
    [one] 1 item matches "{ $text }"
   *[other] { $number } items match "{ $text }"
}
search-busy = Looking for "{ $text }"
search-none = No item matches "{ $text }"
search-none-help = Try fewer letters, or scan the code.
search-nearest = No exact "{ $text }": showing the nearest.
search-preparing = Search is being made ready: beginnings of names and codes work.
search-code = A code or SKU works here too.
column-name = Name
column-price = Price
column-stock = Stock
column-place = Aisle
which-title = Several items carry { $code }: which one is it?

## Details

details-goes-with = { $name } - goes with { $item }
details-code = Code { $code }
details-loading = Looking it up
details-ask = ASK
details-say = SAY THIS
details-if = IF "{ $objection }"
details-fits = FITS
details-instead = OTHER CHOICE
details-better = BETTER
details-due = BOUGHT BEFORE
details-why = WHY IT IS HERE
details-included = IN THE BOX
details-brand = BRAND
details-category = CATEGORY
details-codes = CODES
details-note = FOR STAFF
details-turn = { $back }/{ $on }: previous or next add-on ({ $place } of { $count }).
panel-title = Marked: { $name }
objection-has-one = GOT ONE
objection-too-expensive = TOO EXPENSIVE
objection-not-now = NOT NOW
objection-does-not-fit = DOES NOT FIT
objection-other = OTHER

## Why an add-on is shown or not

why-title = Why { $name }?
why-title-for = Why { $name }? For { $item }
why-for = { $name }, for { $item }
why-no-candidates = No candidates: nothing in the basket has a link, and sales propose nothing.
why-loading = Looking it up
why-none = none
why-open = any day
why-label-shown = SHOWN
why-label-stopped = NOT SHOWN
why-label-evidence = EVIDENCE
why-label-passed = PASSED
why-label-order = ORDER
why-label-todo = TO CHANGE IT
kind-required = required
kind-accessory = accessory
kind-service = service
kind-bundle = bundle
kind-upgrade = better
kind-substitute = other choice
kind-included = in the box
kind-not-with = does not fit
why-shown-place = Place { $place }, of { $max } at once at most.
why-stopped-rejected-pair = A person rejected this pair.
why-stopped-mined-not-shown = Only sales propose it, and this shop shows no such pair before a person accepts it.
why-stopped-other-way-round = It is the other way round: by a link { $item } is the add-on, and this is what it is bought for.
why-stopped-other-way-round-dearer = It is the other way round: it costs more than { $times } times as much as { $item }.
why-stopped-too-few-sales = Too few sales with both: { $together }. Below { $least } no pair is shown and no number is named.
why-stopped-no-real-link = No real link: of the { $together } sales with both, popularity, season and full baskets alone explain about { $chance }.
why-stopped-below-bar = Too unlikely to belong: { $relevance } of 100 by the estimate, and the bar is { $bar }.
why-stopped-included = It is in the box of { $other }.
why-stopped-not-with = By a link it does not fit { $other }.
why-stopped-not-an-add-on = By its link it is no add-on of { $item } ({ $kind }): details show it, the list never does.
why-stopped-in-basket = It is in the basket.
why-stopped-variant-in-basket = It is a variant of { $other }, which is in the basket.
why-stopped-declined = The customer said no to it in this sale.
why-stopped-outside-campaign = Its link holds from { $from } to { $to }. Today is { $today }.
why-stopped-other-context = Its link asks for this kind of customer: { $contexts }. Now set: { $now }.
why-stopped-other-segment = Its link is for customers of { $segments }, and nothing says that this one is.
why-stopped-too-few-pieces = Its link asks for at least { $least } of { $item }. In the basket: { $pieces }.
why-stopped-too-dear = Too dear for its link: { $price } is more than { $share } % of { $item-price }, the price of { $item }.
why-stopped-out-of-stock = None is left here (stock { $stock }).
why-stopped-hold-out = An A/B test shows nothing in this sale save what an item will not work without.
why-stopped-other-arm = An A/B test does not show this link in this sale.
why-stopped-shown-already = It is on the list already, for { $other }.
why-stopped-quiet = The customer said no, in number: { $noes }. Only what an item will not work without is still shown.
why-stopped-hurry = The customer is in a hurry: only what an item will not work without is shown.
why-stopped-same-category = Another of its category comes before it: { $other }.
why-stopped-over-cap = The list is full: at most { $max } at once, and others come before it.
why-stopped-empty-basket = This sale is empty: there is nothing yet that it could go with.
why-stopped-other-direction = It is the other way round: its own link proposes { $item } for it.
why-stopped-no-sales = Nothing in the basket has a link to it, and this catalog knows no sales.
why-stopped-never-sold = Nothing in the basket has a link to it, and none of the { $sales } sales on record holds it.
why-stopped-items-never-sold = Nothing in the basket has a link to it, and none of the { $sales } sales on record holds anything of the basket.
why-stopped-no-link = Nothing in the basket has a link to it, and sales with both are not on record: none, or too few to count.
why-evidence-link = A person's link: { $kind }, priority { $priority }.
why-evidence-accepted = A pair from sales that a person accepted: { $kind }.
why-evidence-sales-alone = Sales alone propose it; nobody wrote a link.
why-evidence-together = Sales with { $item }: { $of }, with both: { $together }. Chance explains { $chance }. Lift { $lift }, LLR { $llr }.
why-evidence-not-together = No sales with both are on record.
why-evidence-no-history = This catalog knows no sales.
why-evidence-relevance = By the calibrated estimate it belongs in { $relevance } of 100 such sales.
why-evidence-relevance-category = By what sells with the category it belongs in { $relevance } of 100 such sales.
why-evidence-answers = Customers were asked { $asked } times and said yes { $accepted } times; shown { $unasked } times without asking, it was taken { $taken } times. So it counts for { $factor } of 100.
why-evidence-answers-like = Nobody answered it yet. By what was answered to its like it counts for { $factor } of 100.
why-evidence-sold = It is in { $sold } of the { $sales } sales on record.
why-evidence-expected = Sales with { $item }: { $of }. Chance would put it into { $chance } of them.
why-passed-wanted = This shop shows pairs from sales, and nobody rejected this one.
why-passed-direction = It is not the other way round.
why-passed-count = Enough sales with both: { $together }, at least { $least }.
why-passed-real = Far more sales with both than chance explains: { $together } against { $chance }.
why-passed-bar = Likely enough: { $relevance } of 100, the bar is { $bar }.
why-passed-basket = Not in the basket, no variant of what is, in no box, fits everything, and has no "no" in this sale.
why-passed-campaign = Its link holds today: from { $from } to { $to }.
why-passed-segments = Its link is for customers of { $segments }, and this one is.
why-passed-contexts = The customer is as its link asks: { $contexts }.
why-passed-pieces = Enough pieces: its link asks for { $least }.
why-passed-share = Not too dear: { $price } is at most { $share } % of { $item-price }, the price of { $item }.
why-passed-stock = In stock: { $stock }.
why-passed-stock-unknown = Its stock is not known, which does not count as out.
why-passed-test = No A/B test keeps it back in this sale.
why-order-required = What an item will not work without comes first.
why-order-link = A person's link comes before what sales propose; the higher priority first (here { $priority }), then the likelier.
why-order-sales = Sales propose it: it comes after every link, the likelier first.
why-order-margin = Its margin, { $margin } %, counts a little: its estimate weighs { $lift } % more among its like.
why-order-first = It comes first of { $count } that passed.
why-order-place = It comes as number { $place } of { $count } that passed, after { $before }.
why-order-newest = { $item } joined last, and what goes with it gets the last place.
why-todo-link = To show it, write a link { $item } -> { $add-on } in links.csv.
why-todo-wrong-link = If that is wrong, take the { $kind } link to { $add-on } out of links.csv.
why-todo-kind = If it is an add-on, change kind to accessory in the line of links.csv behind { $item } -> { $add-on }.
why-todo-variant = If they are no variants of one thing, take variant_of out of items.csv.
why-todo-stock = It comes back by itself once stock in items.csv says more than 0.
why-todo-campaign = To show it, change from and to in the line of links.csv behind { $item } -> { $add-on }.
why-todo-contexts = To show it, change context in the line of links.csv behind { $item } -> { $add-on }.
why-todo-segments = To show it, change segment in the line of links.csv behind { $item } -> { $add-on }.
why-todo-pieces = To show it, change min_quantity in the line of links.csv behind { $item } -> { $add-on }.
why-todo-share = To show it, change max_price_share in the line of links.csv behind { $item } -> { $add-on }.
why-todo-mined = To show it, accept the pair { $item } -> { $add-on } in pairs.csv, or set mined = "fill" in shop.toml.
why-todo-rejected = To show it, accept the pair { $item } -> { $add-on } in pairs.csv, or write a link in links.csv.
why-todo-count = To show it, write a link { $item } -> { $add-on } in links.csv, or lower min_pair_count ({ $least }) in shop.toml to { $together }.
why-todo-bar = To show it, write a link { $item } -> { $add-on } in links.csv, or lower minimum_relevance ({ $bar }) in shop.toml to { $relevance }.
why-todo-priority = To show it instead, give its link a higher priority in links.csv (now { $priority }).
why-todo-cap = To show it, give its link a higher priority in links.csv (now { $priority }), or raise max ({ $max }) in shop.toml.
why-todo-quiet = The number of noes stands under quiet_after_noes ({ $noes }) in shop.toml.
why-todo-test = Tests stand under [[experiment]] in shop.toml.

## The end of the sale

finish-title = Finish this sale
finish-add-ons = Add-ons
finish-none = No add-on was shown in this sale.
finish-took = took it
finish-no = no thanks
finish-not-asked = not asked
finish-unasked = in the sale, unasked
finish-change = { $up }/{ $down } then { $took } or { $no } to change
finish-fair = Not asked is saved as "not asked". It never counts as a no.
finish-today = Today, this till: { $sales }, { $with } with an add-on
finish-sales = { $n ->
    [one] 1 sale
   *[other] { $number } sales
}
finish-kept = Nothing is lost if you close the window: this sale is already saved.

## The first start

first-title = No catalog on this computer yet
first-need = You need one file: your item list (CSV from the till or a spreadsheet).
first-own = Use my item list
first-own-why = make a catalog of it with the two lines below
first-demo = Try the sample shop
first-demo-why = a whole store, never mixed with yours
first-office = Head office sends it
first-office-why = start with the folder or stick, see below
first-commands = From a command line; the last is for head office's folder:
first-checks = Before you start, three checks:
first-keypad = Keypad
first-keypad-todo = press { $took } then { $no }
first-scanner = Scanner
first-scanner-todo = scan anything
first-letters = Letters
first-letters-todo = box { $box } accents { $accents }
first-letters-odd = odd? { $menu }, plain look
first-seen = { $what } seen
first-seen-then = seen { $code } then { $end }
first-seen-silence = seen { $code }, no end key
first-large = Read it from where you stand: Ctrl and + makes the letters larger.

## Help

help-title = Help - scanning still works while this is open
help-scan-keys = Scan anything
help-scan = adds it, from any screen
help-letters-keys = Type letters
help-letters = finds items by name. Always. No letter is a command
help-or = (or { $keys })
help-number-keys = 2{ $took }   3{ $no }
help-number = answer add-on 2, add-on 3 without moving
help-enter = adds the highlighted result
help-took-it = customer took the highlighted add-on
help-no-thanks = no thanks
help-times-keys = 3{ $key }  then scan
help-times = three of it
help-details = what to ask, say, better; again: why
help-up = move the highlight
help-undo = undo the last thing, as often as you like
help-customer = customer: hurry, business ...
help-next-part = other choice, better; go to the basket
help-take-out = takes the highlighted line out of the basket
help-menu = menu of everything; type to filter
help-finish = finish the sale
help-back = clear, then back. Esc never deletes anything
help-quit = quit; an open sale is offered at the next start
help-more-keypad = No keypad? { $took } and { $no } do the same as + and -.
help-more-numlock = If + does nothing: press NumLock, or look at  goeswith keys
help-more-look = Colour and plain look: { $menu }, then type "look".
help-more-change = Change keys: keys.toml - goeswith keys shows the file and checks it.

## The table of goeswith keys, where help says less

keys-times = after a number: the next scan adds that many
keys-down = move the highlight
keys-page-up = move it by a page
keys-page-down = move it by a page
keys-left = the one before; in a text, one to the left
keys-right = the one after; in a text, one to the right
keys-previous-part = the part of the screen before
keys-redraw = draw everything again
keys-help = all keys on one page
keys-erase = take one character back
keys-interrupt = quit; says so first

## The menu

unknown-title = Scanned, and not in the catalog
unknown-none = Every code that was scanned is in the catalog.
unknown-code = Code
unknown-times = Times
unknown-last = Last
unknown-help = Give these codes to their items in the item list and build the catalog again. A code that was seen to comes back with its next scan.

menu-title = Everything you can do here
menu-none = Nothing here is called "{ $filter }".
menu-took-it = Took it
menu-took-it-why = the customer takes the marked add-on
menu-no-thanks = No thanks
menu-no-thanks-why = the customer does not want the marked add-on
menu-details = Details
menu-details-why = what to ask and say, better; again: why
menu-undo = Undo
menu-undo-why = takes the last thing back, again and again
menu-customer = Customer
menu-customer-why = in a hurry, a business, your shop's own
menu-take-out = Take line out
menu-take-out-why = takes the highlighted line out of the basket
menu-finish = Finish
menu-finish-why = the end of this sale
menu-drop-sale = Drop sale
menu-drop-sale-why = throws this sale away; asks first
menu-unknown-codes = Unknown codes: { $unknown }
menu-unknown-codes-why = what was scanned and nobody knew
menu-look = Look
menu-look-why = drawn or plain frames
menu-theme = Colours
menu-theme-why = default, high contrast, none
menu-language = Language
menu-language-why = the next language
menu-read-settings = Read settings again
menu-read-settings-why = after a change of settings or keys.toml
menu-problems = Problems
menu-problems-why = what is wrong, and what to do
menu-sync-now = Sync now
menu-sync-now-why = asks the sync folder for a new catalog
menu-redraw = Draw again
menu-redraw-why = if the screen looks torn
menu-help = Help
menu-help-why = all keys on one page
menu-quit = Quit
menu-quit-why = an open sale stays open

## Choices

contexts-title = Customer: a digit switches it
context-hurry = in a hurry
context-business = a business
context-card = customer card
context-card-linked = customer card: linked; again takes it off
context-card-scan = customer card: scan it, or type its number
context-due = Due again: { $name }: { $due }.
reasons-title = Why no? { $name }
reason-has-one = has one
reason-too-expensive = too expensive
reason-not-now = not now
reason-does-not-fit = does not fit
reason-other = other
reason-none = no reason
reasons-skip = Or just scan on: a reason is never needed.
drop-title = Drop this sale?
drop-what = { $lines } and every answer are thrown away.
drop-no = No, keep it
drop-yes = Yes, drop it
kept-title = A sale is still open
kept-lines = { $n ->
    [one] 1 line
   *[other] { $number } lines
}
kept-when = { $lines }, { $total }, last touched { $when }
kept-ask = { $enter } goes on with it. { $back }, or the next scan, leaves it for later.
problems-title = What is wrong, and what to do
problems-none = Nothing is wrong.

## Banners

banner-fault = { $what } { $menu }: more
banner-faults = { $n ->
    [one] 1 problem, { $menu }
   *[other] { $number } problems, { $menu }
}
# $what is empty, or " (22 Nov, 214 prices changed)" with its blank in front.
news-catalog = New catalog ready{ $what }. It is used once this sale is finished ({ $finish }).
news-prices = { $n ->
    [one] { $number } price changed
   *[other] { $number } prices changed
}
said-office = Start goeswith --sync-dir FOLDER, or set dir under [sync] in settings.toml.
said-sync-now = Looking into the sync folder. What comes is said here.
said-catalog = From now on the new catalog{ $what }.
banner-not-saved = NOT SAVED: { $why }. Write this sale down; it is tried again.
small = Make the window { $width } by { $height } or larger, please. It is { $now-width } by { $now-height }.

## Footer

foot-took-it = Took it
foot-no-thanks = No thanks
foot-details = Details
foot-why = Why?
foot-read-on = Read on
foot-undo = Undo
foot-finish = Finish
foot-help = Help
foot-add = Add to sale
foot-choose = Choose
foot-just-look = Just look
foot-clear = Clear
foot-other-choice = Other choice
foot-back = Back
foot-instead = Take this one
foot-save-and-next = Save and next
foot-back-to-sale = Back to sale
foot-seen-to = Seen to
foot-menu-drop = Menu (drop sale)
foot-menu-look = Menu (language, plain look)
foot-menu = Menu
foot-go = Go
foot-close = Close
foot-quit = Quit

## The message line: what happened, and the key that reverses or continues

said-added = Added: { $name }.   { $undo } takes it back.
said-added-many = Added: { $quantity } x { $name }.   { $undo } takes it back.
said-confirmed = Fetched: { $name }.   { $undo } takes it back.
said-took = Took: { $name }.   { $undo } takes it back.
said-no-thanks = No thanks: { $name }.   { $undo } takes it back.
said-took-out = Taken out: { $name }.   { $undo } puts it back.
said-swapped = { $name } instead of { $out }.   { $undo } takes it back.
said-undone = Taken back.   { $undo } takes back what was before.
said-nothing-to-undo = Nothing to take back. Scan, or type a name.
said-unknown = Not in the catalog: { $code }. Noted for the manager. Type its name to sell it.
said-paste-too-long = That is more than { $most } codes at once, so nothing was added. Scan, or type a name.
said-seen-to = Seen to: { $code }.   { $undo } puts it back.
said-put-back = On the list again: { $code }.
said-till-unknown = The till sold { $code }, which is not in the catalog. It is noted for the manager.
said-look-only = Just looking, not added: { $name }.   { $back } goes back.
said-finished = Finished: { $items ->
        [one] 1 item
       *[other] { $items } items
    }, { $add-ons ->
        [one] 1 add-on
       *[other] { $add-ons } add-ons
    }.   { $undo } opens it again.
said-finished-forgotten = The sale left open ({ $items ->
        [one] 1 item
       *[other] { $items } items
    }) is finished, this is a new one.   { $undo } joins them.
said-joined-again = Both are one sale again. Scan on.
said-reopened = The last sale is open again. Scan on, or { $finish } finishes it.
said-dropped = Dropped. The next scan starts a new sale.
said-kept-going = Going on with the open sale, { $items ->
        [one] 1 item
       *[other] { $items } items
    }.   { $finish } finishes it.
said-card-linked = Customer card linked: bought before is used, as agreed.   { $undo } takes it off.
said-card-linked-due = Card linked, as agreed. Due again: { $name }.   { $customer } says more.
said-card-without-list = Customer card linked.   { $undo } takes it off.
said-card-no-consent = No consent: nothing is remembered.
said-card-no-key = No card is linked: the chain's key is missing here.
said-card-off = Customer card taken off.   { $undo } takes it back.
said-card-scan = Scan the customer's card, or type its number and press Enter.
said-context-on = Customer: { $name }.   { $undo } takes it back.
said-context-off = No longer: { $name }.   { $undo } takes it back.
said-reason = The reason is noted.   { $undo } takes it back.
said-answered-already = Already answered: { $name }.   { $undo } takes the answer back.
said-no-add-on = No add-on to answer. Scan, or type a name.
said-empty-sale = This sale is empty. Scan, or type a name.
said-quit-kept = The sale stays open for the next start.   { $quit } quits.
said-quit-again = { $interrupt } again quits. An open sale stays open.   { $back } stays.
said-times = { $quantity } x: now scan it, or type its name.   { $back } clears.
said-code-not-answer = Added: { $name }. Its code began like an answer, and gave one.   { $undo } takes back.
said-code-guessed = Added: { $name }. Its code came garbled: check the scanner's keyboard.   { $undo } takes it back.
said-serial-number = That is a serial number, not an item. Scan the other label on the box.
said-web-address = That is a web address, not an item. Scan the bars, or type its name.
said-no-item-in-code = That code names no item, as on a carton. Scan the one on the item itself.
said-language = Language: { $name }.   { $menu } changes it again.
said-look = Look: { $name }.   { $menu } changes it again.
said-theme = Colours: { $name }.   { $menu } changes them again.
said-settings-read = Settings read again. Scan, or type a name.
said-saving = Saving...
said-no-catalog = No catalog yet, so nothing can be added.   { $help } shows the keys.
said-not-saved = Not saved: { $why }. Write it down; it is tried again.
said-catalog-error = The catalog cannot be read: { $what }. Scan again, or { $menu } for more.
said-no-match = No item matches "{ $text }". Try fewer letters, or scan the code.
said-choose-line = Which line? { $next } goes to the basket, { $take-out } then takes the marked line out.
said-build-own = Type the two lines shown here in a command line, then start goeswith again.
said-scan-check = The scanner sent { $code }.

## Deciding about mined pairs (goeswith pairs review, pairs list)

review-line = Search by name or number
review-counts = { $open } to decide, { $accepted } accepted, { $rejected } rejected
review-counts-short = { $open } to decide
review-saving = Saving...
review-list-open = { $n ->
    [one] To decide: 1 pair
   *[other] To decide: { $number } pairs, the most convincing first
}
review-list-accepted = { $n ->
    [one] Accepted: 1 pair
   *[other] Accepted: { $number } pairs
}
review-list-rejected = { $n ->
    [one] Rejected: 1 pair
   *[other] Rejected: { $number } pairs
}
review-list-all = { $n ->
    [one] All: 1 pair
   *[other] All: { $number } pairs, weak ones too
}
review-none-open = No pair is left to decide about. { $filter } shows those that are decided, and all of the file.
review-none-found = Nothing here has "{ $text }" in its name or number. { $filter } looks among other pairs.
review-none = None. { $filter } shows others.
review-row-times = { $times } x
review-share = { $part } of { $of }
review-share-rare = under 1 of 100
review-way = { $share } sales with { $item } also have { $other } ({ $sales } sales)
review-way-few = { $share } sales with { $item } also have { $other }
review-together = Both in { $sales } sales, { $times } times as often as by chance{ $span }
review-span = , { $from } to { $to }
review-weak = Weak: fewer than { $least } sales with both, no more often than by chance, or variants of one item.
review-pair = This pair
review-label-link = LINK
review-label-kind = KIND
review-linked = links.csv has { $other } for { $item }, { $kind }
review-not-linked = none in links.csv
review-shown = shows { $other } to who buys { $item }
review-shown-both = shows each to who buys the other
review-shown-never = is never among the add-ons
review-kind-required = required
review-kind-accessory = accessory
review-kind-service = service
review-kind-bundle = bundle
review-kind-upgrade = upgrade
review-kind-substitute = substitute
review-kind-included = included
review-kind-not-with = not with
review-nothing-written = -
review-count-ask = { $words } of { $most } words
review-count-say = { $words } of { $most } words, { $characters } of { $longest }
review-fault-question = A question ends with a question mark.
review-fault-exclamation = Nobody shouts at a customer: no exclamation mark.
review-fault-price = No price and no stock: the screen shows them as they are that day.
review-not-saved = NOT SAVED  { $why }. Is it open in a spreadsheet? Close it there; the next decision tries again.
review-said-accepted = Accepted: { $item } + { $other }.   { $undo } takes it back.
review-said-rejected = Rejected: { $item } + { $other }.   { $undo } takes it back.
review-said-open = Open again: { $item } + { $other }.   { $undo } takes it back.
review-said-kind = Kind is { $kind }: { $item } + { $other }.   { $undo } takes it back.
review-said-written = Written: { $item } + { $other }.   { $undo } takes it back.
review-said-written-open = Written, but not accepted yet: { $accept } accepts it.   { $undo } takes it back.
review-said-undone = Taken back: { $item } + { $other }.
review-said-nothing-to-undo = There is nothing to take back.
review-said-none = No pair is highlighted.
review-said-leave = Everything is saved. { $quit } leaves.
review-said-theirs = Somebody else decided about { $item } + { $other } meanwhile. That holds; look at it again.
review-said-merged = pairs.csv was changed by somebody else meanwhile. Your decisions were added to theirs.
review-said-in-use = A spreadsheet seems to have pairs.csv open. Close it there first: what it saves may undo what you do.
review-said-left-out = { $quantity ->
    [one] 1 row of pairs.csv names an SKU that items.csv does not have. It is left out.
   *[other] { $quantity } rows of pairs.csv name an SKU that items.csv does not have. They are left out.
}
review-foot-accept = Accept
review-foot-reject = Reject
review-foot-write = Write
review-foot-kind = Kind
review-foot-filter = Show
review-foot-undo = Undo
review-foot-next = Next
review-foot-done = Done
review-help-title = Help - pairs that sell together
review-help-letters = find pairs by name or number. No letter is a command
review-help-accept = accept: the pair is shown from the next catalog on
review-help-reject = reject: it never comes up again
review-help-open = take the decision away again
review-help-undo = undo the last thing, as often as you like
review-help-write = write ASK, then SAY; they are kept as you go on
review-help-enter = the same as Tab
review-help-kind = the kind: accessory, required, service, bundle
review-help-filter = show what is to decide, accepted, rejected, all
review-help-up = move the highlight
review-help-page = move it by ten
review-help-back = leave the sentence, then clear the search
review-help-help = this page
review-help-redraw = draw everything again
review-help-quit = leave; everything is saved already

## Reports

report-title = Report
report-from-to = { $from } to { $to }
report-ever = All that was recorded
report-now = Now
report-before = Before
report-year-before = Year before
report-was = was { $value }
report-figures = All figures
report-sales = Sales
report-revenue = Revenue
report-margin = Margin, where the cost is known
report-basket = Average basket
report-basket-with = Average basket with an add-on
report-basket-without = Average basket without one
report-items-a-sale = Items per sale
report-with-add-on = Sales with an add-on
report-add-ons-a-sale = Add-ons per sale
report-add-on-revenue = Add-on money
report-add-on-margin = Add-on margin, where the cost is known
report-shown = Suggestions shown
report-asked = Asked
report-accepted = Took it
report-asked-share = Asked, of every 100 shown
report-acceptance = Took it, of every 100 asked
report-taken-without-asking = Taken without asking
report-unasked-revenue = Money of what was taken without asking
report-nothing = Sales with nothing worth adding
report-claimed = Lines taken with a key
report-confirmed = Of these scanned afterwards
report-reasons = Why "no", if staff gave a reason
report-chart-day = by day
report-chart-week = by week
report-fair = Not asked is not a no: only a yes or a no counts as asked. Range: where the true figure very likely lies (95 %).
report-unnamed = (without)
report-by-pair = Pairs, best first
report-by-item = Items, by the money of their add-ons
report-by-category = Categories, by the money of their add-ons
report-by-kind = Kinds of link, best first
report-by-reason = Who stands behind a suggestion, best first
report-by-terminal = Tills
report-by-store = Stores
report-by-hour = Hours of the day
report-by-week = Weeks
report-by-context = Contexts
report-by-arm = Arms of experiments
report-name-pair = Item > add-on
report-name-item = Item
report-name-category = Category
report-name-kind = Kind
report-name-reason = Reason
report-name-terminal = Till
report-name-store = Store
report-name-hour = Hour
report-name-week = Week from
report-name-context = Context
report-name-arm = Experiment > arm
report-col-sales = Sales
report-col-basket = Basket
report-col-with-add-on-share = With add-on %
report-col-shown = Shown
report-col-asked = Asked
report-col-accepted = Took
report-col-taken-without-asking = Unasked
report-col-acceptance = Of 100
report-col-range = Range
report-col-attach = Attach %
report-col-add-on-revenue = Money
report-col-against = vs before
report-more-rows = { $n ->
    [one] 1 more row: --format csv has them all
   *[other] { $number } more rows: --format csv has them all
}
report-least = Pairs asked fewer than { $number } times are not shown: not enough data yet.
report-added = What advice adds ({ $experiment }): { $value } a sale ({ $low } to { $high }), { $total } in all; { $with } sales with it, { $without } without.
report-added-unsure = What advice adds ({ $experiment }): not enough data yet to tell; { $value } a sale, anywhere from { $low } to { $high }; { $with } sales with it, { $without } without.
report-hold-out-small = What advice adds ({ $experiment }): not enough data yet.
report-back = Customers with a card who came back within { $days } days: { $took }; { $left }; { $none }. This is no proof that advice brings them back.
report-back-share = { $value } of 100 ({ $low }-{ $high })
report-back-took = took an add-on { $share }, { $customers } customers
report-back-left = shown one and left it { $share }, { $customers } customers
report-back-none = nothing shown { $share }, { $customers } customers
report-too-few = too few to say
report-no-sales = No sales in this period.
report-no-sales-since = No sales in this period. The last one was on { $day }.
report-unknown-arms = { $n ->
    [one] 1 arm is in no experiment of this catalog.
   *[other] { $number } arms are in no experiment of this catalog.
}
report-experiments = { $number } experiments ran: a sale may stand in an arm of each.
report-few-sales = { $n ->
    [one] Only 1 sale: shares say little yet.
   *[other] Only { $number } sales: shares say little yet.
}
report-in-doubt = { $n ->
    [one] 1 sale has a date in doubt and counts in no period.
   *[other] { $number } sales have a date in doubt and count in no period.
}
report-ahead = { $n ->
    [one] 1 sale is dated after today: a clock was ahead.
   *[other] { $number } sales are dated after today: a clock was ahead.
}
report-begins = Recording began on { $day }: there is no whole period before to compare with.
report-unpriced = { $n ->
    [one] 1 line without a price adds nothing to the money.
   *[other] { $number } lines without a price add nothing to the money.
}
report-hidden = { $n ->
    [one] 1 pair asked fewer than { $least } times is not shown: not enough data yet.
   *[other] { $number } pairs asked fewer than { $least } times are not shown: not enough data yet.
}
report-unreadable = { $n ->
    [one] 1 event of a newer version cannot be read here and is left out.
   *[other] { $number } events of a newer version cannot be read here and are left out.
}
report-damaged = { $n ->
    [one] 1 damaged event is left out.
   *[other] { $number } damaged events are left out.
}
report-terminals = { $n ->
    [one] 1 till
   *[other] { $number } tills
}

## The report on the screen

report-head = REPORT
report-only = {"   "}only: { $context }
report-today = Today
report-last-days = Last { $number } days
report-reading = Reading the figures...
report-line = Sales { $sales }   With add-on { $with } ({ $share }%)   Add-on money { $money }   Asked { $asked }
report-bars = Took it, of every 100 asked
report-none-asked = nobody asked
report-pairs-title = Best and worst pairs (at least { $least } asked)
report-no-rows = Nothing to show yet: not enough data.
report-signs = * clearly better   ! rarely works: rewrite what staff say, or hide the pair
report-signs-long = * clearly better   ! rarely works: rewrite what staff say, or hide it   Range: where the truth very likely lies (95%)
report-fair-line = Asked { $asked } of { $shown } shown ({ $share }%).  Not asked is not a no.
report-tile-with = With an add-on
report-tile-asked = Asked of shown
report-noted = Reasons given for { $noted } of { $noes } noes
report-row-asked = Shown { $shown }   Asked { $asked }   Took { $took }   Of 100 asked { $of }   Range { $range }
report-row-brought = Brought { $money }   Taken without asking { $unasked }
report-row-before = In the period before: asked { $asked }, of 100 { $of }, brought { $money }
report-row-attach = In { $share } of 100 sales with the item it was bought too ({ $sales } sales)
report-row-noes = No { $noes }: { $reasons }
report-no-sentence = The catalog in use has no sentence for this pair.
report-trend = Took it, of every 100 asked
report-no-trend = Too few days for a line.
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
said-no-figures = The figures cannot be read now.   { $menu } Menu tells what is wrong.
said-report-saved = Saved: { $path }
said-report-not-saved = Not saved: { $why }
code-title = Manager's code
code-what = Type the code, then Enter.
code-wrong = That is another code. Type it again, then Enter.
foot-period = Period
foot-length = Longer
foot-by = Rows by
foot-open = Open
foot-menu-csv = Menu (save CSV)
help-report = report (managers)
menu-report = Report
menu-report-why = How often advice is asked and taken, and what it brings
menu-length = Report: longer
menu-length-why = A day, a week, four weeks, a quarter, a year
help-length = report: a longer period
menu-save-report = Report: save as CSV
menu-save-report-why = The rows on the screen, for a spreadsheet

## practice: customers who are not there

header-practice = PRACTICE
practice-puts-down = A customer puts down: { $names }
practice-waits = The customer waits. { $ask } asks about the marked one; { $finish } ends it.
practice-title = Practice: how it went
practice-none = Nothing stood on the screen this time: nothing to ask, and that is fine.
practice-asked = Asked about { $asked } of { $all }, { $taken } taken.
practice-all-asked = Everything was asked about, { $taken } taken. Well done.
practice-missed-need = { $name }: needed, and worth asking first
practice-missed = { $name }: worth a question next time
practice-not-taken = { $name }: the customer said yes, nobody noted it
practice-declined = { $name }: no thanks
practice-took = { $name }: took it
practice-could-ask = Ask: { $text }
practice-could-say = Say: { $text }
practice-answer = If "{ $objection }": { $text }
practice-no-answer = A no is a no. Nothing more to say.
said-practice-later = Finish this sale first, then practise.
said-practice-over = Practice is over, nothing of it was recorded. Scan, or type a name.
said-practice-nobody = Nobody comes: no item of this catalog has add-ons.
said-practice-till = The till is selling: its sale is not practice.   { $menu }, then "End practice".
said-practice-report = The report waits until the practice is over.   { $menu }, then "End practice".
said-practice-yes = "{ $name }? Yes, please." Note it as in a sale.
said-practice-yes-after-all = "{ $name }? All right, I take it." Note it as in a sale.
said-practice-no-still = "{ $name }? Thank you, but no." Note it, and leave it at that.
said-practice-has-one = "I have one at home."  { $name }: note the no.
said-practice-has-one-if = "I have one at home."  { $name }: { $details } shows an answer. Say it, then { $ask }.
said-practice-too-expensive = "That is too much for me."  { $name }: note the no.
said-practice-too-expensive-if = "That is too much for me."  { $name }: { $details } shows an answer. Say it, then { $ask }.
said-practice-not-now = "Another time."  { $name }: note the no.
said-practice-not-now-if = "Another time."  { $name }: { $details } shows an answer. Say it, then { $ask }.
said-practice-does-not-fit = "That does not fit mine."  { $name }: note the no.
said-practice-does-not-fit-if = "That does not fit mine."  { $name }: { $details } shows an answer. Say it, then { $ask }.
said-practice-other = "No, thank you."  { $name }: note the no.
said-practice-other-if = "No, thank you."  { $name }: { $details } shows an answer. Say it, then { $ask }.
foot-ask = Ask
foot-next-customer = Next customer
foot-menu-end = Menu (end practice)
menu-practice = Practice
menu-practice-why = customers who are not there; nothing is recorded
menu-end-practice = End practice
menu-end-practice-why = back to selling; nothing was recorded

## staff's better sentence

wording-title = A better sentence for { $name }
wording-ask = ASK
wording-say = SAY
wording-now = { $part } today:
wording-none = (nothing yet)
wording-yours = { $part } as you would put it:
wording-limit-ask = { $words } words; up to { $most } are good. A question about what the customer needs.
wording-limit-say = { $words } words, { $characters } characters; up to { $most } and { $longest } are good. No price, no stock.
wording-refused = Not sent: it holds a mail address or a number to call. Take it out, please.
said-wording-sent = Thank you. Your sentence for { $name } goes to whoever writes them.
said-wording-practice = Thank you. In practice nothing is sent; write it again in a sale. { $name }
menu-wording = Better sentence
menu-wording-why = say it better: yours goes to head office
foot-send = Send
foot-ask-or-say = ASK or SAY

## badges, and the slip that a customer takes away

finish-own = Today, your own sales: asked about { $asked }, taken { $taken }
header-shift = on shift
said-shift-begins = Your shift begins.   { $menu }, then "End shift" ends it.
said-shift-goes-on = Your shift goes on.
said-shift-over = The shift is over. A badge begins the next one.
said-badge-no-key = No shift begins: the chain's key is missing here. You can keep selling.
said-slip = The slip is on its way.
said-slip-printed = The slip is printed.
said-slip-saved = Slip saved: { $path }
slip-total = List prices
slip-later = You may want later:
menu-slip = Slip
menu-slip-why = what was bought and what may be wanted later
menu-end-shift = End shift
menu-end-shift-why = your badge no longer stands for the sales

## The line mode, for screen readers

spoken-typed = Typed: { $text }
spoken-place = { $place } of { $count }: { $text }
spoken-add-on = Add-on { $place } of { $count }, { $answer }: { $text }
spoken-not-asked = not asked
spoken-add-ons = { $n ->
    [one] 1 add-on goes with it.
   *[other] { $number } add-ons go with it.
}
spoken-on = { $digit }, on: { $text }
spoken-off = { $digit }, off: { $text }
spoken-signs = { $n ->
    [one] 1 sign typed
   *[other] { $number } signs typed
}
spoken-better = clearly better
spoken-worse = rarely works

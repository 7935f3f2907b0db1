"""What customers complain of: cause → language → title and words, in turns."""

STORIES = {
    "delivery_late": {
        "en_US": (
            (
                "Dishwasher promised for Tuesday, came on Saturday",
                "I took two days off for it.",
            ),
            (
                "Still no news of my shelves",
                "Ordered three weeks ago, in stock it said.",
            ),
            (
                "Delivery moved for the third time",
                "Each time I hear of it from the driver.",
            ),
        ),
        "de_DE": (
            (
                "Backofen kommt eine Woche zu spät",
                "Am Sonntag ist Taufe, und ich habe keinen Ofen.",
            ),
            (
                "Zweimal umsonst auf die Lieferung gewartet",
                "Niemand hat angerufen, obwohl es so abgemacht war.",
            ),
        ),
    },
    "delivery_damaged": {
        "en_US": (
            ("Dent in the door of the fridge", "The box was open on one side."),
            ("Table top scratched", "Whoever packed it left a staple in it."),
        ),
        "de_DE": (
            (
                "Spiegelschrank mit Sprung geliefert",
                "Man hört es schon beim Auspacken klirren.",
            ),
        ),
    },
    "delivery_lost": {
        "en_US": (
            (
                "Parcel said to be delivered, nothing here",
                "The signature is none of ours.",
            ),
        ),
        "de_DE": (
            (
                "Paket angeblich zugestellt",
                "Im Haus hat es niemand angenommen.",
            ),
        ),
    },
    "product_defect": {
        "en_US": (
            (
                "Oven trips the fuse after ten minutes",
                "The third time this week, with the whole kitchen in the dark.",
            ),
            ("Coffee machine leaks from below", "It is six weeks old."),
            (
                "Water boiler no longer heats",
                "Forty children wait for their tea.",
            ),
            ("Heating plate smells burnt", "I have unplugged it and am afraid of it."),
        ),
        "de_DE": (
            (
                "Herdplatte schaltet sich ab",
                "Immer nach einer Viertelstunde, mitten im Kochen.",
            ),
            (
                "Wasserkocher tropft auf die Steckdose",
                "Das ist gefährlich, bitte rufen Sie an.",
            ),
        ),
    },
    "product_incomplete": {
        "en_US": (
            ("Bed without its slats", "We sleep on the floor."),
            ("Wrong lid in the box", "It is for the larger pot."),
        ),
        "de_DE": (("Schrauben fehlen im Karton", "Vier von zwölf, genau die langen."),),
    },
    "service_manners": {
        "en_US": (
            ("Laughed at on the phone", "I only asked where my money is."),
            ("Fitter slammed the door", "In front of my mother."),
        ),
        "de_DE": (("Am Telefon abgewimmelt", "So redet man nicht mit Kunden."),),
    },
    "service_slow": {
        "en_US": (
            (
                "Repair takes five weeks already",
                "Every time I call it is next week.",
            ),
        ),
        "de_DE": (
            (
                "Seit Wochen keine Antwort auf meine Reparatur",
                "Ich brauche das Gerät im Laden.",
            ),
        ),
    },
    "service_workmanship": {
        "en_US": (
            ("Worktop cut two centimetres short", "There is a gap behind the sink."),
        ),
        "de_DE": (("Küchentür hängt schief", "Schon zweimal nachgestellt."),),
    },
    "service_unreachable": {
        "en_US": (
            ("Forty minutes in the queue, then cut off", "Twice on one morning."),
            ("Nobody calls back", "Three messages on your machine since Monday."),
        ),
        "de_DE": (
            (
                "Niemand geht ans Telefon",
                "Weder mittags noch abends, und die Mail bleibt liegen.",
            ),
        ),
    },
    "billing_wrong_invoice": {
        "en_US": (
            ("Invoice to the wrong company", "We moved two years ago."),
            ("Invoice shows two lamps, I bought one", "The receipt says one."),
        ),
        "de_DE": (("Falsche Adresse auf der Rechnung", "Zum dritten Mal."),),
    },
    "billing_charged_twice": {
        "en_US": (("Card charged twice", "Same amount, same minute."),),
        "de_DE": (("Betrag doppelt abgebucht", "Mein Konto ist im Minus."),),
    },
    "price_higher": {
        "en_US": (("Twenty more than on the label", "I have a photo of the label."),),
        "de_DE": (("Teurer als im Angebot", "Das Angebot liegt schriftlich vor."),),
    },
    "sales_promise_over_promised": {
        "en_US": (
            ("Fits any door, said the seller", "It stands in the stairwell now."),
        ),
        "de_DE": (("Passt angeblich durch jede Tür", "Es steht im Treppenhaus."),),
    },
    "sales_promise_misled": {
        "en_US": (
            ("Five years of guarantee turn out to be two", "So it was not said."),
        ),
        "de_DE": (("Garantie kürzer als zugesagt", "Fünf Jahre hieß es."),),
    },
    "information_not_told": {
        "en_US": (
            ("Nobody said it needs three phases", "The electrician left again."),
        ),
        "de_DE": (("Starkstrom wurde nicht erwähnt", "Der Elektriker ging wieder."),),
    },
    "information_wrong": {
        "en_US": (("Measures on the page are wrong", "It is four inches wider."),),
        "de_DE": (("Maße im Katalog falsch", "Zehn Zentimeter breiter."),),
    },
    "use": {
        "en_US": (
            ("Grill rusted in one winter", "Steel should not rust."),
            ("Pan lost its coating", "After half a year in the dishwasher."),
        ),
        "de_DE": (("Pfanne verliert die Beschichtung", "Nach einem halben Jahr."),),
    },
    "expectation": {
        "en_US": (("Wood has knots", "On the picture it had fewer."),),
        "de_DE": (("Tisch ist nicht ganz glatt", "Man spürt die Maserung."),),
    },
}

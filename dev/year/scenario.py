"""A year of a company that sells appliances and furniture: who, when, how it went.

Tables only. Times are working hours of the company, counted back from today, so that
the year is the same on whatever day it is made. ``play.py`` plays it.
"""

# People: login → (name, group, language). The password is the login.
PEOPLE = {
    "lotte": ("Lotte Brandt", "helpdesk_mgmt.group_helpdesk_user_own", "de_DE"),
    "jan": ("Jan Vogel", "helpdesk_mgmt.group_helpdesk_user_own", "de_DE"),
    "erika": ("Erika Vogt", "helpdesk_mgmt.group_helpdesk_user_team", "de_DE"),
    "pawel": ("Paweł Nowak", "helpdesk_mgmt.group_helpdesk_user_own", "en_US"),
    "priya": ("Priya Nair", "helpdesk_mgmt.group_helpdesk_user_team", "en_US"),
    "store": ("Sven Aalto, warehouse", "base.group_user", "en_US"),
}

# Team → (name, alias, leader, handlers). The first comes with the demo data.
TEAMS = {
    "care": ("Customer Care", "complaints", "leader", ("handler",)),
    "kunden": ("Kundendienst", "beschwerden", "erika", ("lotte", "jan")),
    "delivery": ("Deliveries and fitting", "deliveries", "priya", ("pawel",)),
}

# Customers: name → (team, language, of which company, login of the portal).
CUSTOMERS = {
    "Claire Dubois": ("care", "en_US", "Bistro Lumière", "customer"),
    "Renate Haas": ("care", "en_US", "", "renate"),
    "Samuel Oyelaran": ("care", "en_US", "", ""),
    "Zofia Kowalska": ("care", "en_US", "", ""),
    "Ingrid Solberg": ("care", "en_US", "", ""),
    "Marcus Whitfield": ("care", "en_US", "Whitfield Letting", ""),
    "Hye-jin Park": ("care", "en_US", "", ""),
    "Grace Mbeki": ("care", "en_US", "Sunrise Kindergarten", "grace"),
    "Tom Albright": ("care", "en_US", "", ""),
    "Elena Petrova": ("care", "en_US", "", ""),
    "Noah Fischer": ("care", "en_US", "Harbour Hostel", ""),
    "Amara Okonkwo": ("care", "en_US", "", ""),
    "Sabine Kramer": ("kunden", "de_DE", "", "sabine"),
    "Uwe Lindner": ("kunden", "de_DE", "Café Lindner", ""),
    "Petra Hofmann": ("kunden", "de_DE", "", ""),
    "Mehmet Yıldız": ("kunden", "de_DE", "Yıldız Catering", ""),
    "Birgit Seidel": ("kunden", "de_DE", "", ""),
    "Jürgen Maas": ("kunden", "de_DE", "", ""),
    "Anke Reuter": ("kunden", "de_DE", "Praxis Reuter", ""),
    "Dieter Koch": ("kunden", "de_DE", "", ""),
    "Liam O'Connor": ("delivery", "en_US", "", ""),
    "Fatima El Idrissi": ("delivery", "en_US", "", ""),
    "Peter Novák": ("delivery", "en_US", "Novák Offices", ""),
    "Joanna Wells": ("delivery", "en_US", "", ""),
    "Carlos Mendes": ("delivery", "en_US", "", ""),
    "Ruth Abrams": ("delivery", "en_US", "Abrams Care Home", ""),
    "Victor Lindgren": ("delivery", "en_US", "", ""),
    "Nadia Haddad": ("delivery", "en_US", "", ""),
}

# Cause → how many came in each of twelve months, the oldest first.
MONTHS = {
    "delivery_late": (4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 0),
    "delivery_damaged": (2, 2, 1, 2, 1, 1, 1, 0, 1, 0, 0, 0),
    "delivery_lost": (0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0),
    "product_defect": (1, 0, 1, 1, 1, 1, 2, 1, 2, 3, 3, 4),
    "product_incomplete": (1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0),
    "service_manners": (0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0),
    "service_slow": (1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1),
    "service_workmanship": (0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1),
    "service_unreachable": (1, 1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 2),
    "billing_wrong_invoice": (1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0),
    "billing_charged_twice": (0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0),
    "price_higher": (0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0),
    "sales_promise_over_promised": (0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1),
    "sales_promise_misled": (0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
    "information_not_told": (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
    "information_wrong": (0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0),
    "use": (0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0),
    "expectation": (0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0),
}

#: How it went: severity, steps, and what is known from the start. Each step is so many
#: working hours after the one before.
#: What a verb does is the method of ``steps.py`` of that name.
COURSES = {
    "refund": (
        "normal",
        "2 call upset; 0 sorry; 4 find ours upheld; 2 offer refund 35;"
        " 6 accept; 8 deliver; 12 follow satisfied",
    ),
    "replaced": (
        "normal",
        "3 call calm; 0 sorry; 5 find ours upheld; 1 offer replacement 48;"
        " 4 accept; 20 deliver; 12 follow satisfied",
    ),
    "on_the_phone": ("minor", "1 call calm; 0 sorry; 0 resolve; 14 follow satisfied"),
    "repaired": (
        "minor",
        "2 call upset; 0 sorry; 0 promise 8 Send the fitter; 6 keep;"
        " 2 find ours upheld; 1 offer repair 40; 3 accept; 10 deliver;"
        " 14 follow satisfied",
    ),
    "choice": (
        "normal",
        "2 call upset; 0 sorry; 6 find third_party upheld;"
        " 2 offer discount 30 gift 15; 9 accept; 8 deliver; 12 follow satisfied",
    ),
    "asked": (
        "normal",
        "2 call angry; 0 sorry; 6 find ours upheld; 2 ask refund 180; 3 approve;"
        " 1 tell; 8 accept; 8 deliver; 12 follow satisfied",
    ),
    "given_less": (
        "normal",
        "3 call angry; 0 sorry; 6 find shared partly_upheld; 2 ask refund 240;"
        " 4 refuse; 2 offer voucher 50; 8 accept; 6 deliver; 12 follow neutral",
    ),
    "no_thanks": (
        "normal",
        "2 call calm; 0 sorry; 5 find third_party upheld; 2 offer correction 20;"
        " 6 decline; 2 offer return 45; 6 accept; 16 deliver; 12 follow satisfied",
    ),
    "serious": (
        "major",
        "1 call angry; 0 sorry; 6 find ours upheld; 1 decide;"
        " 1 offer refund 45 service 20; 6 accept; 8 deliver; 7 follow satisfied",
    ),
    "broken_promise": (
        "normal",
        "3 call upset; 0 sorry; 1 promise 6 Call back with the date; 14 keep;"
        " 4 find ours upheld; 1 offer gift 20; 4 accept; 6 deliver;"
        " 12 follow satisfied",
    ),
    "moved_promise": (
        "minor",
        "2 call calm; 0 sorry; 1 promise 8 Ask the workshop;"
        " 5 move 16 The workshop answers tomorrow; 12 keep; 1 resolve;"
        " 14 follow satisfied",
    ),
    "escalated": (
        "major",
        "2 call angry; 0 sorry; 5 escalate The customer wants to hear it from you;"
        " 3 take; 1 heard; 2 find ours upheld; 1 decide; 1 ask refund 150;"
        " 2 approve; 1 tell; 6 accept; 4 settle; 4 deliver; 7 follow neutral",
    ),
    "second_handling": (
        "normal",
        "3 call angry; 0 sorry; 6 find ours upheld; 3 escalate Third time this year;"
        " 4 return 90 Call again and put it right; 3 offer refund 80;"
        " 1 heard; 5 accept; 8 deliver; 2 settle; 12 follow satisfied",
    ),
    "left_lying": (
        "major",
        "44 call angry; 0 sorry; 6 find ours upheld; 1 decide;"
        " 2 offer refund 50; 5 accept; 6 deliver; 7 follow neutral",
    ),
    "reopened": (
        "normal",
        "3 call upset; 0 sorry; 5 find ours upheld; 2 offer repair 25; 5 accept;"
        " 16 deliver; 12 follow dissatisfied; 2 heard; 1 call angry; 2 offer refund 20;"
        " 5 accept; 8 deliver; 12 follow satisfied",
    ),
    "not_upheld": (
        "normal",
        "3 call upset; 0 sorry; 8 find customer not_upheld; 2 consent; 1 decide;"
        " 24 unsettled The final answer stands; 0 lesson A clearer leaflet;"
        " 78 care; 170 care; 250 care",
    ),
    "misunderstood": (
        "minor",
        "2 call calm; 0 sorry; 2 find misunderstanding not_upheld; 2 consent;"
        " 1 decide; 1 resolve; 14 follow satisfied",
    ),
    "unreachable": (
        "minor",
        "4 call calm; 0 sorry; 2 resolve; 14 try; 8 try; 8 try; 1 unreachable",
    ),
    "withdrawn": ("minor", "5 call calm; 3 withdraw The parcel was at a neighbour's"),
    "told_twice": (
        "normal",
        "2 call upset; 0 sorry; 3 twice; 4 find ours upheld; 2 offer refund 25;"
        " 6 accept; 8 deliver; 12 follow satisfied",
    ),
    "visited": (
        "critical",
        "1 call angry; 0 sorry; 1 task 8 Look at the batch in the warehouse; 4 done;"
        " 2 visit; 1 find ours upheld; 1 decide;"
        " 1 ask other 400 service 120; 2 approve; 1 tell; 4 accept; 3 deliver;"
        " 5 follow satisfied",
    ),
    "found_by_us": (
        "normal",
        "3 call calm; 0 sorry; 2 find ours upheld; 1 offer replacement 45; 3 accept;"
        " 10 deliver; 12 follow satisfied",
        {"complaint_source": "internal"},
    ),
    "by_sales": (
        "normal",
        "2 call upset; 0 sorry; 5 find ours upheld; 1 offer discount 40; 5 accept;"
        " 4 deliver; 12 follow satisfied",
        {"complaint_source": "sales", "complaint_exposure": "review"},
    ),
    # What still goes on.
    "unanswered": ("normal", ""),
    "looked_into": (
        "normal",
        "2 call upset; 0 sorry; 1 promise 20 Tell what the workshop found",
    ),
    "loss": (
        "critical",
        "1 call angry; 0 sorry; 1 task 12 Bring a loan unit",
        {"complaint_loss_ongoing": True, "complaint_exposure": "media"},
    ),
    "thanked": (
        "minor",
        "1 call calm; 0 sorry; 1 resolve; 12 follow satisfied; 6 reply",
    ),
    "waits_for_approval": (
        "normal",
        "2 call angry; 0 sorry; 4 find ours upheld; 1 ask refund 190",
    ),
    "approved": (
        "normal",
        "2 call upset; 0 sorry; 4 find ours upheld; 1 ask refund 120; 2 approve",
    ),
    "waits_for_choice": (
        "normal",
        "2 call upset; 0 sorry; 4 find ours upheld; 1 offer voucher 40 replacement 45",
    ),
    "with_the_superior": (
        "major",
        "1 call angry; 0 sorry; 1 escalate She asks for whoever decides here",
    ),
    "to_deliver": (
        "normal",
        "2 call calm; 0 sorry; 4 find ours upheld; 1 offer repair 45; 3 accept",
    ),
    "to_follow_up": (
        "normal",
        "2 call calm; 0 sorry; 4 find ours upheld; 1 offer refund 30; 2 accept;"
        " 3 deliver",
    ),
    "forgotten": ("major", ""),
    "forgotten_and_told": ("major", "48 escalate She stood at the counter today"),
    "promise_overdue": (
        "normal",
        "2 call upset; 0 sorry; 1 promise 6 Call back about the invoice",
    ),
}

#: In which order the courses take turns, over the year.
TURNS = (
    *("refund", "on_the_phone", "choice", "replaced", "broken_promise", "asked"),
    *("repaired", "serious", "refund", "moved_promise", "not_upheld", "reopened"),
    *("on_the_phone", "escalated", "no_thanks", "refund", "withdrawn", "given_less"),
    *("replaced", "left_lying", "unreachable", "second_handling", "misunderstood"),
    *(
        "found_by_us",
        "by_sales",
        "choice",
        "told_twice",
        "serious",
        "repaired",
        "visited",
        "refund",
    ),
)

#: What is open today: working hours ago, customer, cause, course.
NOW = (
    (2, "Ingrid Solberg", "product_defect", "unanswered"),
    (3, "Claire Dubois", "service_unreachable", "unanswered"),
    (5, "Sabine Kramer", "product_defect", "unanswered"),
    (7, "Ruth Abrams", "product_defect", "loss"),
    (9, "Grace Mbeki", "product_defect", "with_the_superior"),
    (11, "Renate Haas", "delivery_late", "looked_into"),
    (12, "Uwe Lindner", "service_unreachable", "waits_for_choice"),
    (14, "Marcus Whitfield", "service_slow", "waits_for_approval"),
    (15, "Petra Hofmann", "product_defect", "looked_into"),
    (16, "Peter Novák", "delivery_damaged", "to_deliver"),
    (18, "Hye-jin Park", "billing_wrong_invoice", "promise_overdue"),
    (20, "Grace Mbeki", "information_not_told", "waits_for_choice"),
    (22, "Sabine Kramer", "service_workmanship", "to_deliver"),
    (24, "Carlos Mendes", "delivery_lost", "to_follow_up"),
    (25, "Tom Albright", "product_defect", "to_follow_up"),
    (25, "Joanna Wells", "delivery_late", "forgotten"),
    (26, "Victor Lindgren", "product_incomplete", "approved"),
    (28, "Anke Reuter", "price_higher", "waits_for_approval"),
    (30, "Grace Mbeki", "information_wrong", "thanked"),
    (44, "Dieter Koch", "service_unreachable", "forgotten"),
    (56, "Nadia Haddad", "product_defect", "forgotten_and_told"),
)

#: Corrective actions: cause, name, who, done so many working days ago, judged?, told.
LEARNED = (
    (
        "delivery_damaged",
        "Corner guards on every tall box",
        "priya",
        130,
        "effective",
        "Half as many dents in three months.",
    ),
    (
        "service_unreachable",
        "A second line at noon",
        "leader",
        120,
        "ineffective",
        "Nobody picks it up: the queue is the problem, not the line.",
    ),
)

#: One problem of many: name, cause, who, of how many of the latest complaints.
GROUP = ("Heating elements of the spring batch", "product_defect", "leader", 5)

#: Watchlist: customer, kind, why, what to do.
WATCHED = (
    (
        "Ruth Abrams",
        "key_customer",
        "Three homes, and the county asks them whom to buy from.",
        "Call before ten, never during meals.",
    ),
    (
        "Tom Albright",
        "claimant",
        "Four money remedies in a year.",
        "Facts first; offer a repair before money.",
    ),
)

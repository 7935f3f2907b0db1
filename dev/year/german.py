"""What is said on complaints of customers who read German: English → German."""

GERMAN = {
    # Facts, and what they were told.
    "Looked at with the colleagues concerned; photos and papers agree.": (
        "Mit den Kollegen angesehen, die es angeht; Fotos und Papiere stimmen überein."
    ),
    "Thank you for your patience. This is what we found, and what we do.": (
        "Vielen Dank für Ihre Geduld. Das haben wir festgestellt, und das tun wir."
    ),
    "Again.": "Noch einmal.",
    # What was said.
    "Friendly, wants to know how it goes on.": "Freundlich, fragt, wie es weitergeht.",
    "Listened to the whole story first. Expects a date.": (
        "Erst die ganze Geschichte angehört. Erwartet einen Termin."
    ),
    "Angry, and with reason. Let her finish, then said sorry.": (
        "Wütend, und mit Grund. Ausreden lassen, dann entschuldigt."
    ),
    "At the customer's": "Beim Kunden",
    "Saw it with our own eyes, took the unit along.": (
        "Selbst angesehen und das Gerät mitgenommen."
    ),
    "Asked how it went, and whether we were quick and kind.": (
        "Gefragt, wie es gelaufen ist, und ob wir schnell und freundlich waren."
    ),
    "Still thinks we are wrong, and thanked for the call.": (
        "Meint weiterhin, dass wir irren, und dankte für den Anruf."
    ),
    "Nobody answers.": "Es hebt niemand ab.",
    # Promises, tasks and new dates.
    "Send the fitter": "Den Monteur schicken",
    "Call back with the date": "Mit dem Termin zurückrufen",
    "Ask the workshop": "In der Werkstatt nachfragen",
    "The workshop answers tomorrow": "Die Werkstatt antwortet morgen",
    "Look at the batch in the warehouse": "Die Charge im Lager ansehen",
    "Tell what the workshop found": "Sagen, was die Werkstatt gefunden hat",
    "Bring a loan unit": "Ein Leihgerät bringen",
    "Call back about the invoice": "Wegen der Rechnung zurückrufen",
    # Superiors, reasons, lessons.
    "Too much for what happened.": "Zu viel für das, was geschehen ist.",
    "Rather send it back.": "Schicke es lieber zurück.",
    "The customer wants to hear it from you": "Möchte es von Ihnen hören",
    "Third time this year": "Zum dritten Mal in diesem Jahr",
    "Call again and put it right": "Noch einmal anrufen und in Ordnung bringen",
    "She asks for whoever decides here": "Fragt nach der Person, die hier entscheidet",
    "She stood at the counter today": "Stand heute bei uns am Tresen",
    "The final answer stands": "Unsere letzte Antwort bleibt bestehen",
    "A clearer leaflet": "Ein verständlicheres Merkblatt",
    "The parcel was at a neighbour's": "Das Paket lag beim Nachbarn",
}

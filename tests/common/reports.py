"""Reports of mail servers on a mail of ours, as the common ones write them."""

DSN = """From: Mail Delivery System <mailer-daemon@mx.azure.example>
To: {alias}
Subject: {subject}
Message-ID: <dsn-{number}@mx.azure.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

{subject}

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.azure.example

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}

--b1
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Kettle leaks

--b1--
"""
RECEIPT = """From: Jane Doe <{email}>
To: {alias}
Subject: Read: Kettle leaks
Message-ID: <mdn-{number}@azure.example>
In-Reply-To: {message_id}
References: {message_id}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

Your message was read on Tuesday at 9:14.

--b1
Content-Type: message/disposition-notification

Final-Recipient: rfc822;{email}
Original-Message-ID: {message_id}
Disposition: manual-action/MDN-sent-manually; {disposition}

--b1--
"""
SPAM = """From: <feedback@mx.azure.example>
To: {alias}
Subject: Abuse report
Message-ID: <arf-{number}@mx.azure.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

This is an email abuse report.

--b1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: {email}

--b1
Content-Type: message/rfc822

From: complaints@example.com
To: {email}
Message-ID: {message_id}
Subject: Kettle leaks

We come.

--b1--
"""
#: Server → sender, subject and words of one that writes no fields.
PLAIN = {
    "Exim": (
        "Mail Delivery System <Mailer-Daemon@mx.azure.example>",
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n"
        "  {email}\n    Unrouteable address\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n"
        "Received: from localhost\nMessage-ID: {message_id}\nSubject: Kettle leaks\n",
    ),
    "qmail": (
        "MAILER-DAEMON@mx.azure.example",
        "failure notice",
        "Hi. This is the qmail-send program at mx.azure.example.\nI'm afraid I wasn't "
        "able to deliver your message to the following addresses.\n\n<{email}>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\n"
        "Message-ID: {message_id}\nSubject: Kettle leaks\n",
    ),
    "Exchange": (
        "postmaster@azure.example",
        "Undeliverable: Kettle leaks",
        "Your message to {email} couldn't be delivered.\n\nOriginal Message Details\n"
        "Message Id: ignored\n\nOriginal message headers:\nMessage-ID: {message_id}\n",
    ),
    "GMX": (
        "GMX Mailer Daemon <mailer-daemon@gmx.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\n"
        "SMTP error from remote server\n\n--- The header of the original message ---\n"
        "To: {email}\nMessage-ID: {message_id}\n",
    ),
    "a German one": (
        "Postmaster <postmaster@firma.example>",
        "Unzustellbar: Kettle leaks",
        "Die Nachricht konnte nicht zugestellt werden: {email}\n"
        "Message-ID:{message_id}\n",
    ),
    "a Chinese one": (
        "PostMaster@mail.example",
        "系统退信/Systems bounce",
        "抱歉，您的邮件被退回来了。{email}\n原邮件 Message-ID: {message_id}\n",
    ),
    "one that says nothing of the recipient": (
        "mailer-daemon@mx.azure.example",
        "Returned mail: see transcript for details",
        "----- Transcript of session follows -----\n550 User unknown\n{message_id}\n",
    ),
    "a nameless one": (
        "system@mx.azure.example",
        "Delivery Status Notification (Failure)",
        "{email}: no such user\n\nMessage-ID: {message_id}\n",
    ),
}

let clicks = 0;

export const startCounting = {
  content: "Count every click from here on",
  trigger: "body",
  run() {
    clicks = 0;
    document.addEventListener("click", () => clicks++, true);
  },
};

/** To go into a field belongs to typing: one might use the Tab key. */
export const startCountingBesidesTyping = {
  content: "Count every click besides typing from here on",
  trigger: "body",
  run() {
    clicks = 0;
    const typed =
      "textarea, [contenteditable=true], input:not([type=checkbox]):not([type=radio])";
    document.addEventListener(
      "click",
      (ev) => (clicks += ev.target.matches(typed) ? 0 : 1),
      true
    );
  },
};

/** More clicks than `most` fail: they are what tires people who do it all day. */
export const checkCount = (most, trigger) => ({
  content: `Not more than ${most} clicks`,
  trigger,
  run() {
    console.log(`Clicks: ${clicks} of ${most}`);
    if (!clicks || clicks > most) {
      throw new Error(`It took ${clicks} clicks, ${most} at most.`);
    }
  },
});

let clicks = 0;

export const startCounting = {
  content: "Count every click from here on",
  trigger: "body",
  run() {
    clicks = 0;
    document.addEventListener("click", () => clicks++, true);
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

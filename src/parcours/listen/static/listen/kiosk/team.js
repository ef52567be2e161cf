// What only the team sees: how many answers wait, and the way out. Five touches in the corner
// open it, or the key Enter on it.
(() => {
  const corner = document.getElementById("corner");
  const team = document.getElementById("team");
  const status = document.getElementById("status");
  const TOUCHES = 5;
  let touches = [];

  syncing.listen((state) => {
    const { waiting, refused, at } = state;
    status.textContent = waiting ? status.dataset.waiting.replace("{n}", waiting) : "";
    team.querySelector("[data-waiting]").textContent = waiting;
    team.querySelector("[data-refused]").textContent = refused.length;
    if (at) team.querySelector("[data-at]").textContent = at.toLocaleString(document.documentElement.lang);
    const reasons = new Set(refused.flatMap((each) => Object.values(each.reasons)));
    team.querySelector("[data-reasons]").replaceChildren(...[...reasons].map((each) => Object.assign(document.createElement("li"), { textContent: each })));
    team.querySelector('[value="save"]').hidden = !waiting && !refused.length;
  });

  corner.addEventListener("click", (event) => {
    const now = Date.now();
    touches = [...touches.filter((each) => now - each < 3000), now];
    if (event.detail === 0 || touches.length >= TOUCHES) {
      touches = [];
      locking.ask(() => team.showModal());
    }
  });

  // Who leaves the full screen by a key or a gesture comes before the PIN, or goes back to it.
  let isOurs = false;
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && !isOurs && locking.isOn) {
      const back = () => { if (!isOurs) document.documentElement.requestFullscreen?.().catch(() => {}); };
      document.getElementById("lock").addEventListener("close", back, { once: true });
      locking.ask(() => { isOurs = true; });
    }
    isOurs = false;
  });

  const written = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });

  // A copy of what waits, should the tablet break before it meets a network.
  async function save() {
    const pictures = await Promise.all((await storing.pictures()).map(async ({ blob, ...each }) => ({ ...each, data: await written(blob) })));
    const file = new Blob([JSON.stringify({ answers: await storing.all(), pictures })], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "answers.json" });
    link.click();
  }

  team.addEventListener("click", (event) => {
    const { value } = event.target.closest("button") ?? {};
    if (value === "sync") syncing.now();
    if (value === "save") save();
    if (value === "full") {
      isOurs = true;
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.();
      team.close();
    }
    if (value === "close") team.close();
  });
})();

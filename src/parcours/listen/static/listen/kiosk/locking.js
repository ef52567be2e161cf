// The PIN that what is the team's is behind: checked without a network, five tries and a rest.
const locking = (() => {
  const TRIES = 5;
  const REST = 60000; // ms, twice as long after each further wrong one, an hour at the most
  const LONGEST = 3600000;
  const lock = document.getElementById("lock");
  const field = lock.querySelector("input");
  const said = lock.querySelector("[role=alert]");
  const place = `parcours-kiosk-${document.body.dataset.door}-tries`;
  let pin = null;
  let opens = () => {};

  const tries = () => JSON.parse(localStorage.getItem(place) ?? '{"wrong":0,"until":0}');
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (each) => parseInt(each, 16));

  async function isRight(given) {
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(given), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(pin.salt), iterations: pin.rounds };
    const found = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
    return bytes(pin.hash).every((each, n) => each === found[n]);
  }

  // A try counts before it is checked: who reloads the page has used it all the same.
  async function tried(given) {
    const { wrong, until } = tries();
    if (Date.now() < until) return lock.dataset.rest;
    const rest = wrong + 1 < TRIES ? 0 : Math.min(LONGEST, REST * 2 ** (wrong + 1 - TRIES));
    localStorage.setItem(place, JSON.stringify({ wrong: wrong + 1, until: rest && Date.now() + rest }));
    if (!globalThis.crypto?.subtle) return lock.dataset.unable;
    if (!(await isRight(given))) return rest ? lock.dataset.rest : lock.dataset.wrong;
    localStorage.removeItem(place);
    return "";
  }

  lock.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.submitter?.value === "close") { lock.close(); return; }
    const given = field.value;
    field.value = "";
    said.textContent = await tried(given);
    if (said.textContent) return;
    lock.close();
    opens();
  });
  lock.addEventListener("cancel", (event) => event.preventDefault());
  lock.addEventListener("close", () => { field.value = ""; said.textContent = ""; });

  return {
    set: (told) => { pin = told ?? null; },
    // Do what is the team's, once the PIN was typed; at once where there is none.
    ask(does) {
      if (!pin) { does(); return; }
      opens = does;
      if (!lock.open) lock.showModal();
    },
    get isOn() { return pin !== null; },
  };
})();

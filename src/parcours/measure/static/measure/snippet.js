// Parcours' web audience: <script defer src="…/p.js" data-key="KEY"></script>
// No cookie unless parcours.consent(true); nothing at all under Global Privacy Control or DNT.
(() => {
  const me = document.currentScript;
  const nav = navigator;
  const nothing = { track() {}, consent() {} };
  if (!me || nav.globalPrivacyControl || nav.doNotTrack === "1" || nav.webdriver) {
    window.parcours = nothing;
    return;
  }
  const to = new URL("/api/v1/audience", me.src).href;
  const cookie = "parcours_visitor";
  const run = Math.random().toString(36).slice(2, 10);
  let waiting = [];
  let number = 0;
  let page = "";
  let from = document.referrer;
  let began = 0;
  let read = 0;
  let told = false;

  const visitor = () => (document.cookie.match(`(?:^|; )${cookie}=([\\w-]+)`) || [])[1];
  const add = (a, more) => {
    waiting.push({ a, id: `${run}-${number++}`, page, t: Date.now(), ...more });
    if (waiting.length > 20) send();
  };
  const send = () => {
    if (!waiting.length) return;
    const e = waiting.map(({ t, ...each }) => ({ ...each, ago: Date.now() - t }));
    waiting = [];
    nav.sendBeacon(to, JSON.stringify({ k: me.dataset.key, v: visitor(), e }));
  };
  const marks = () => {
    const query = new URLSearchParams(location.search);
    const utm = {};
    for (const name of ["source", "medium", "campaign"])
      if (query.get(`utm_${name}`)) utm[name] = query.get(`utm_${name}`);
    return utm;
  };

  // Only while it is seen does a page count as read; it is left once.
  const pause = () => {
    if (began) read += performance.now() - began;
    began = 0;
  };
  const resume = () => {
    if (!began && document.visibilityState === "visible") began = performance.now();
  };
  const leave = () => {
    pause();
    if (page && read > 0 && !told) add("page.left", { seconds: Math.round(read / 100) / 10 });
    told = true;
  };
  const arrive = () => {
    if (location.pathname === page) return;
    leave();
    page = location.pathname;
    read = 0;
    told = false;
    add("page.viewed", { ref: from, utm: marks() });
    from = location.href;
    resume();
    setTimeout(send, 300);
  };

  // Pages that change without loading tell it through the history.
  for (const name of ["pushState", "replaceState"]) {
    const usual = history[name];
    history[name] = function (...given) {
      usual.apply(this, given);
      arrive();
    };
  }
  addEventListener("popstate", arrive);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return resume();
    leave();
    send();
  });
  addEventListener("pagehide", () => {
    leave();
    send();
  });
  addEventListener("pageshow", resume);
  // <button data-parcours="product.added" data-product="Lamp" data-amount="49" data-currency="EUR">
  addEventListener("click", (event) => {
    const { parcours: a, product, amount, currency, cart } = event.target.closest?.("[data-parcours]")?.dataset || {};
    if (a) window.parcours.track(a, { product, amount: amount && +amount, currency, cart });
  });

  window.parcours = {
    track(a, more) {
      add(a, more);
      setTimeout(send, 300);
    },
    consent(given) {
      const id = given ? [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("") : "";
      if (given && visitor()) return;
      document.cookie = `${cookie}=${id};path=/;max-age=${given ? 33696000 : 0};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
    },
  };
  arrive();
})();

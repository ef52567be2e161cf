// A survey on your own site: <script defer src="…/s/widget.js" data-survey="DOOR"></script>
// as a pop-up or sliding in; <div data-parcours-survey="DOOR"></div> shows one in its place.
// No cookie, nothing kept before someone answers or closes it, nothing sent before it is shown.
(() => {
  const tag = document.currentScript;
  if (!tag) return;
  const given = tag.dataset;
  const home = new URL(".", tag.src).href;
  const WORDS = {
    en: { title: "Your opinion", close: "Close" },
    fr: { title: "Votre avis", close: "Fermer" },
    de: { title: "Ihre Meinung", close: "Schließen" },
    es: { title: "Su opinión", close: "Cerrar" },
    it: { title: "La sua opinione", close: "Chiudi" },
    nl: { title: "Uw mening", close: "Sluiten" },
    pt: { title: "A sua opinião", close: "Fechar" },
  };
  const language = (given.lang || document.documentElement.lang || navigator.language || "en").slice(0, 2).toLowerCase();
  const words = WORDS[language] || WORDS.en;
  const CONTEXT = ["shop", "table", "till", "order", "case", "touchpoint"];
  const STYLE = `
    :host { all: initial; }
    dialog, aside { box-sizing: border-box; position: fixed; width: min(440px, 100vw - 24px); max-height: calc(100vh - 24px); margin: auto; padding: 0; border: 0; border-radius: 16px; overflow: auto; background: #fff; color: #151a2d; color-scheme: light; box-shadow: 0 12px 48px rgb(16 24 40 / 30%); }
    dialog::backdrop { background: rgb(16 24 40 / 45%); }
    aside { inset-block-end: 12px; inset-inline-end: 12px; z-index: 2147483000; }
    header { display: flex; align-items: center; justify-content: space-between; padding: 4px 4px 0 24px; font: 600 15px/1.4 system-ui, sans-serif; }
    p { margin: 0; }
    button { width: 44px; height: 44px; border: 0; border-radius: 10px; background: none; color: inherit; font: 24px/1 system-ui, sans-serif; cursor: pointer; }
    button:focus-visible { outline: 3px solid Highlight; outline-offset: -3px; }
    iframe { display: block; width: 100%; height: 320px; border: 0; }
    @media (prefers-reduced-motion: no-preference) {
      dialog, aside { animation: come .25s ease-out; }
      @keyframes come { from { opacity: 0; transform: translateY(24px); } }
    }`;

  // Who asks not to be followed is told nothing about: not even the page.
  const asksForPrivacy = navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

  function address(door, about) {
    const url = new URL(encodeURIComponent(door), home);
    url.searchParams.set("channel", "widget");
    url.searchParams.set("lang", about.lang || language);
    if (asksForPrivacy) return url.href;
    url.searchParams.set("page", location.pathname.slice(0, 120));
    for (const name of CONTEXT) if (about[name]) url.searchParams.set(name, about[name]);
    return url.href;
  }

  function frameOf(door, about, hears) {
    const frame = document.createElement("iframe");
    frame.title = about.title || words.title;
    frame.referrerPolicy = "no-referrer";
    frame.src = address(door, about);
    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== new URL(home).origin) return;
      const said = event.data?.parcours;
      if (said === "height") frame.style.height = `${Math.ceil(Number(event.data.height) || 320)}px`;
      else if (said) hears(said);
    });
    return frame;
  }

  // In its place.
  for (const place of document.querySelectorAll("[data-parcours-survey]")) {
    if (place.dataset.parcoursShown !== undefined) continue;
    place.dataset.parcoursShown = "";
    const frame = frameOf(place.dataset.parcoursSurvey, place.dataset, () => {});
    Object.assign(frame.style, { display: "block", width: "100%", height: "320px", border: "0", borderRadius: "16px" });
    place.append(frame);
  }

  const door = given.survey;
  if (!door) return;
  const memory = `parcours-survey-${door}`;
  const recall = () => { try { return Number(localStorage.getItem(memory)); } catch { return 0; } };
  const remember = () => { try { localStorage.setItem(memory, String(Date.now())); } catch { /* it may come again */ } };
  let host = null;

  function open() {
    if (host) return;
    host = document.createElement("div");
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    const isSlide = given.shape === "slide";
    const box = document.createElement(isSlide ? "aside" : "dialog");
    box.setAttribute("aria-label", given.title || words.title);
    const head = document.createElement("header");
    const title = document.createElement("p");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", words.close);
    button.textContent = "×";
    head.append(title, button);
    const frame = frameOf(door, given, (said) => (said === "close" ? close() : remember()));
    box.append(head, frame);
    shadow.append(box);
    const before = document.activeElement;
    const onKey = (event) => { if (event.key === "Escape") close(); };
    function close() {
      if (!host) return;
      remember();
      removeEventListener("keydown", onKey);
      const had = document.activeElement === host;
      host.remove();
      host = null;
      if (!isSlide || had) before?.focus?.();
    }
    button.addEventListener("click", close);
    box.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    addEventListener("keydown", onKey);
    document.body.append(host);
    // A pop-up takes the focus and keeps it; what slides in only says that it is there.
    if (isSlide) title.setAttribute("role", "status");
    else box.showModal();
    title.textContent = given.title || words.title;
  }

  // Someone pressed a button of the page: always.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(`[data-parcours-open="${CSS.escape(door)}"]`)) open();
  });

  const meant = (given.pages || "*").split(/[\s,]+/).some((glob) => {
    const pattern = glob.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
    return new RegExp(`^${pattern}$`).test(location.pathname);
  });
  const rest = (given.rest === undefined ? 90 : Number(given.rest)) * 86400000;
  const share = given.share === undefined ? 100 : Number(given.share);
  if (given.shape === "none" || !meant || Date.now() - recall() < rest || Math.random() * 100 >= share) return;

  // Whichever comes first; five seconds where nothing is said.
  const moment = new AbortController();
  const come = () => {
    if (moment.signal.aborted) return;
    moment.abort();
    open();
  };
  const once = { signal: moment.signal, passive: true };
  const isTimed = given.after !== undefined || (given.scroll === undefined && given.exit === undefined);
  if (isTimed) setTimeout(come, (given.after === undefined ? 5 : Number(given.after)) * 1000);
  if (given.scroll !== undefined) {
    addEventListener("scroll", () => {
      const page = document.documentElement;
      const way = page.scrollHeight - innerHeight;
      if (way <= 0 || scrollY / way >= Number(given.scroll) / 100) come();
    }, once);
  }
  if (given.exit !== undefined) {
    document.documentElement.addEventListener("mouseleave", (event) => { if (event.clientY <= 0) come(); }, once);
  }
})();

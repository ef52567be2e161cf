// Above stand FILES, what the page is made of, and NAME, which changes whenever they do.
// Files come from here; the page and what it asks from the network, from here without one.
const PATIENCE = 5000;
const PAGE = new URL("./", location).pathname;
const SURVEY = `${PAGE}survey.json`;

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll([...FILES, SURVEY].map((url) => new Request(url, { cache: "reload" })));
  // The page speaks the language in which the tablet was set up.
  const page = await fetch(new Request(PAGE + location.search, { cache: "reload" }));
  if (!page.ok) throw new Error(`The page answers ${page.status}.`);
  await cache.put(PAGE, page);
  await skipWaiting();
}

async function sweep() {
  const old = (await caches.keys()).filter((each) => each.startsWith(PAGE) && each !== NAME);
  await Promise.all(old.map((each) => caches.delete(each)));
  await clients.claim();
}

async function fresh(request, place) {
  const cache = await caches.open(NAME);
  try {
    const reply = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (reply.ok) await cache.put(place, reply.clone());
    return reply.ok ? reply : ((await cache.match(place)) ?? reply);
  } catch (error) {
    const kept = await cache.match(place);
    if (kept) return kept;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(sweep()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  else if (pathname === PAGE || pathname === SURVEY) event.respondWith(fresh(request, pathname));
});

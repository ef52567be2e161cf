// <div data-behavior="live" data-topics="canvas/7 result" hx-get="…" hx-trigger="live"> gets
// the event "live" when one of its topics, or one below it, is announced; the body gets
// "live:TOPIC". All tabs of a browser share one connection, that of the tab with the lock.
(() => {
  const MOST_KEPT = 200;
  const PAUSE = 15_000; // milliseconds
  const channel = new BroadcastChannel("parcours-live");
  const heard = new Map(); // the number of an announcement, and when it came
  const kept = [];
  let isStarted = false;
  let last = 0;

  const fits = (topic, wanted) => `${topic}/`.startsWith(`${wanted}/`);
  const tell = (place, name, news) =>
    place.dispatchEvent(new CustomEvent(name, { detail: news }));

  const hear = (news) => {
    if (heard.has(news.id)) return;
    heard.set(news.id, performance.now());
    if (heard.size > 2 * MOST_KEPT) heard.delete(heard.keys().next().value);
    last = Math.max(last, news.id);
    const places = [...document.querySelectorAll("[data-behavior~=live]")].filter((place) =>
      place.dataset.topics.split(/\s+/).some((wanted) => fits(news.topic, wanted)),
    );
    places.forEach((place) => tell(place, "live", news));
    if (places.length) tell(document.body, "live", news);
    tell(document.body, `live:${news.topic}`, news);
  };

  // The age of the page: what was announced since it was asked for is part of the story.
  const age = () => Math.ceil(performance.now());

  const connect = () => {
    const source = new EventSource(`/live?${last ? `since=${last}` : `age=${age()}`}`);
    source.addEventListener("message", (event) => {
      const news = JSON.parse(event.data);
      kept.push({ news, at: Date.now() });
      kept.splice(0, kept.length - MOST_KEPT);
      channel.postMessage({ news });
      hear(news);
    });
    // A browser comes back by itself, but not after an answer that is an error.
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, PAUSE);
    });
  };
  const lead = () => new Promise(connect); // never resolved: the lock is this tab's for good

  channel.addEventListener("message", ({ data }) => {
    if (data.news) hear(data.news);
    else kept.filter(({ at }) => at >= data.since).forEach(({ news }) => channel.postMessage({ news }));
  });

  const start = () => {
    if (isStarted || !document.querySelector("[data-behavior~=live], [hx-trigger*=live]")) return;
    isStarted = true;
    // Only pages over https or on localhost have locks; elsewhere each tab asks by itself.
    if (navigator.locks) navigator.locks.request("parcours-live", lead);
    else connect();
    channel.postMessage({ since: Date.now() - age() });
  };

  document.addEventListener("htmx:load", start);
  start();
})();

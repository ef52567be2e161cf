// Company: who else is here and on which card, and what they change, as it happens.
(() => {
  const { editor } = window;
  if (!editor) return;
  const { words, fill } = editor;
  const BEAT = 10_000; // milliseconds; the server forgets who is silent for 25 s
  const RECENT = 60_000;
  const written = new Map(); // the fields I wrote last, and when
  let here = [];

  const mine = (element, field) => written.set(`${element}/${field}`, Date.now());

  const avatar = ({ name, initials }) => {
    const mark = document.createElement("span");
    mark.className = "avatar tiny";
    mark.textContent = initials;
    mark.title = fill(words.presentAs, { name });
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", mark.title);
    return mark;
  };

  const draw = () => {
    document.getElementById("company").replaceChildren(...here.map(avatar));
    document.querySelectorAll("[data-here]").forEach((place) => {
      const there = here.filter(({ element }) => element === place.dataset.here);
      place.replaceChildren(...there.map(avatar));
    });
  };

  const beat = async () => {
    if (document.hidden) return;
    const body = new FormData();
    body.set("element", editor.drawer.open);
    const answer = await editor.post(words.present, body).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    here = told.here;
    draw();
    if (told.number > editor.number) follow();
  };

  // Fetch what others did since, show it, and say where they wrote over me.
  let isFollowing = false;
  const follow = async () => {
    if (isFollowing) return;
    isFollowing = true;
    const answer = await editor.get(`${words.edits}?since=${editor.number}`).catch(() => null);
    isFollowing = false;
    if (!answer) return;
    const { edits } = await answer.json();
    if (!edits.length) return;
    editor.number = edits.at(-1).number;
    const others = edits.filter(({ by }) => String(by) !== words.me);
    if (!others.length) return;
    others.forEach(tell);
    editor.board.refresh();
    editor.drawer.refresh();
  };

  const tell = ({ element, fields, name, words: what }) => {
    const isMine = fields.some((field) => {
      const at = written.get(`${element}/${field.split(".")[0]}`);
      return at && Date.now() - at < RECENT;
    });
    if (isMine) editor.toast(fill(words.replaced, { name, what }));
    else if (element === editor.drawer.open) editor.toast(fill(words.changed, { name, what }));
  };

  document.body.addEventListener(`live:canvas/${words.canvas}`, ({ detail }) => {
    if (detail?.payload?.present || detail?.present) return beat();
    follow();
  });
  document.addEventListener("editor:open", beat);
  document.addEventListener("editor:board", draw);
  document.addEventListener("visibilitychange", beat);

  editor.company = { mine };
  setInterval(beat, BEAT);
  beat();
})();

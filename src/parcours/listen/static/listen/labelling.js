// <form data-behavior="labelling">: labels by keys. 1 2 3 say the sentiment, the letter of a
// driver goes through absent, negative, neutral, positive; Enter saves, Escape skips.
const LETTERS = {
  o: "offer", t: "time", s: "sensations", a: "advice", e: "emotions", p: "personalisation",
  i: "identity",
};

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("[data-behavior~=labelling]");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input[type=search], textarea, select")) return;
  if (/^[123]$/.test(event.key)) choose(form, "sentiment", Number(event.key) - 1);
  else if (event.key in LETTERS) turn(form, `driver_${LETTERS[event.key]}`);
  else if (event.key === "Escape") form.querySelector("[name=skip]").click();
  else if (event.key === "Enter" && !event.target.closest("a, button, input, summary")) {
    form.querySelector("[name=draw]").click();
  } else return;
  event.preventDefault();
});

function choose(form, name, place) {
  const options = form.elements[name];
  options[place].checked = true;
  options[place].focus();
}

function turn(form, name) {
  const options = [...form.elements[name]];
  const current = options.findIndex((each) => each.checked);
  choose(form, name, (current + 1) % options.length);
}

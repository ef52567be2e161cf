// <textarea data-behavior="counting" data-most="350" data-said="{n} of {most} characters">
// says how long its text is, in the element that describes it; with data-bytes as Google counts.
const count = (field) => {
  const place = document.getElementById(field.getAttribute("aria-describedby"));
  if (!place) return;
  const isBytes = "bytes" in field.dataset;
  const n = isBytes ? new TextEncoder().encode(field.value).length : [...field.value].length;
  const most = Number(field.dataset.most);
  place.textContent = field.dataset.said.replace("{n}", n).replace("{most}", most);
  field.setCustomValidity(n > most ? place.textContent : "");
};
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-behavior~=counting]")) count(event.target);
});
document.querySelectorAll("[data-behavior~=counting]").forEach(count);

// <div data-behavior="quoting" data-words="ID" data-near="ID"> puts what is selected in it
// into a field, and where it begins into another.
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const holder = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(
    "[data-behavior~=quoting]",
  );
  if (!holder) return;
  const before = document.createRange();
  before.selectNodeContents(holder);
  before.setEnd(range.startContainer, range.startOffset);
  const words = document.getElementById(holder.dataset.words);
  const near = document.getElementById(holder.dataset.near);
  if (!words || !near) return;
  words.value = range.toString();
  // Letters as people count them, not the halves that JavaScript does.
  near.value = [...before.toString()].length;
});

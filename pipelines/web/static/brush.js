// Drag over the chart to choose days. Without it every bar is a link.
"use strict";
for (const chart of document.querySelectorAll("svg.bars")) {
  const bars = [...chart.querySelectorAll("a[data-since]")];
  const shade = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  let from = null, to = null, dragged = false;
  shade.setAttribute("class", "shade");
  shade.setAttribute("y", "0");
  shade.setAttribute("height", "134");

  const at = (event) => {
    const box = chart.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(Math.max(place, 0), bars.length - 1);
  };
  const draw = () => {
    const step = chart.viewBox.baseVal.width / bars.length;
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    shade.setAttribute("x", first * step);
    shade.setAttribute("width", (last - first + 1) * step);
    if (!shade.parentNode) chart.append(shade);
  };
  const end = () => { from = to = null; shade.remove(); };

  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !bars.length) return;
    from = to = at(event);
    dragged = false;
  });
  chart.addEventListener("pointermove", (event) => {
    if (from === null) return;
    if (!dragged && at(event) !== from) { dragged = true; chart.setPointerCapture(event.pointerId); }
    to = at(event);
    if (dragged) draw();
  });
  chart.addEventListener("pointercancel", end);
  chart.addEventListener("pointerup", () => {
    if (from !== null && dragged) {
      const asked = new URL(location.href);
      asked.searchParams.set("since", bars[Math.min(from, to)].dataset.since);
      asked.searchParams.set("until", bars[Math.max(from, to)].dataset.until);
      asked.searchParams.delete("cursor");
      location.assign(asked);
    }
    end();
  });
  chart.addEventListener("click", (event) => { if (dragged) event.preventDefault(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
}

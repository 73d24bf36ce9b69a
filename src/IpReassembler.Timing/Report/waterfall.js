// One datagram: what its fragments cover, when they came, and what is missing.

function paintWaterfall(datagram, fragments, width) {
  const narrow = width < 640, left = narrow ? 58 : 76, letters = Math.min(58, Math.max(12, ...fragments.slice(0, 200).map(fragment => fragment.notes.join(', ').length))), plot = width - left - (narrow ? 96 : 270 + 7.3 * letters), row = Math.min(24, Math.max(2, 1400 / Math.max(1, fragments.length)));
  const reach = Math.max(8, datagram.total ?? 0, ...fragments.map(fragment => fragment.end)), last = Math.max(1, ...fragments.map(fragment => fragment.us)), timesAt = left + plot + 20;
  const x = offset => left + offset / reach * plot, height = 40 + row * fragments.length + 12;
  const svg = draw("svg", { width, height, role: "img", "aria-label": "Waterfall: the table of fragments below says the same" });
  svg.append(draw("text", { class: "dim", x: 0, y: 16 }, "offset"));
  let label = -99;
  for (const offset of [...new Set(fragments.map(fragment => fragment.off))].sort((a, b) => a - b).concat(reach)) {
    if (x(offset) - label < 8 + 7.3 * String(offset).length && offset !== reach) continue;
    svg.append(draw("line", { class: "grid", x1: x(offset), x2: x(offset), y1: 22, y2: height - 8 }));
    // The end has its label always, moved aside where the one before is near.
    const at = Math.max(x(offset), label + 6 + 7.3 * String(offset).length);
    svg.append(draw("text", { class: "dim", x: at, y: 16 }, String(offset)));
    label = at;
  }
  for (const [from, to] of datagram.missing ?? []) {
    svg.append(draw("rect", { class: "never", x: x(from), y: 24, width: Math.max(2, x(Math.min(to ?? reach, reach)) - x(from) - 1), height: height - 34 }, draw("title", {}, `bytes ${from}–${to === null ? "end" : to - 1} never came`)));
  }
  for (const fragment of fragments) {
    const y = 28 + row * fragment.place, tall = Math.max(1, row * 0.75), time = arrival(fragment, last);
    const group = draw("g", { class: fragment.mark + (fragment.isNew ? "" : " old") }, draw("title", {}, `frame ${fragment.frame}: bytes ${fragment.off} to ${fragment.end}, ${time}. ${fragment.notes.join(", ")}`),
      draw("rect", { x: x(fragment.off), y, width: Math.max(1, x(fragment.end) - x(fragment.off) - 1), height: tall }));
    if (!narrow) group.append(draw("circle", { cx: timesAt + Math.max(0, fragment.us) / last * 120, cy: y + tall / 2, r: Math.min(4, Math.max(1, tall / 2)) }));
    if (row >= 13) {
      group.append(draw("text", { x: 0, y: y + tall * 0.78 }, "#" + fragment.frame), draw("text", { x: narrow ? left + plot + 8 : timesAt + 132, y: y + tall * 0.78 }, time));
      const notes = fragment.notes.join(", ");
      if (!narrow) group.append(draw("text", { class: "dim", x: timesAt + 240, y: y + tall * 0.78 }, notes.length > letters ? notes.slice(0, letters - 1) + "…" : notes));
    }
    svg.append(group);
  }
  return svg;
}

function paintViews(datagram) {
  const groups = datagram.groups.map(names => ({ names, view: datagram.views.find(view => view.policy === names[0]) }));
  const table = tableOf(["policy", "what it delivers: the bytes of which frame"], groups.map(({ names, view }) => {
    const delivery = view.deliveries[0];
    const text = delivery ? delivery.supplied.map(([from, to, frame]) => `${from}–${to - 1} #${frame}`).join("   ") + `   (checksum ${delivery.checksum})`
      : view.killed_frame ? `nothing: dropped at frame ${view.killed_frame}` : `nothing: ${view.state}`;
    return [names.join(", "), text];
  }));
  table.querySelectorAll("td").forEach(cell => cell.className = "note");
  return table;
}

function describe(datagram) {
  const fragments = fragmentsOf(datagram), last = Math.max(...fragments.map(fragment => fragment.us)), parts = [];
  const facts = [["from → to", `${ends(datagram)}  ${protocol(datagram.proto)}  id ${identification(datagram)}`], ["became", `${datagram.state}, verdict ${datagram.verdict}`],
    ["length", datagram.total === null ? `not known; ${noun(datagram.have, "byte")} came` : `${noun(datagram.total, "byte")}, ${datagram.have === datagram.total ? "all of them came" : count(datagram.have) + " came"}`],
    ["transport checksum", datagram.checksum], datagram.duration_ns !== null ? ["first → complete", span(datagram.duration_ns)] : ["waited", span(datagram.waited_ns)],
    ["reorder (RFC 4737)", datagram.reordered ? `${datagram.reordered} of ${datagram.frags} fragments, extent max ${datagram.extent_max}, late time max ${span(datagram.late_max_ns)}, n-reordering max ${datagram.n_reordering_max}` : "none"]];
  if (datagram.anomalies.length) facts.push(["strange", datagram.anomalies.join(", ")]);
  parts.push(make("dl", {}, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])), make("h3", {}, "Waterfall"));
  const picture = make("div", { className: "scroll" });
  parts.push(picture);
  if (datagram.missing.length) {
    parts.push(make("h3", {}, "Missing"), tableOf(["from", "to", "bytes"], datagram.missing.map(([from, to]) => [String(from), to === null ? "the end, not known" : String(to - 1), to === null ? "?" : count(to - from)])));
  }
  if (datagram.views) parts.push(make("h3", {}, "What other systems would have rebuilt"), make("div", { className: "scroll" }, paintViews(datagram)));
  const shown = fragments.slice(0, 400);
  parts.push(make("h3", {}, "Fragments"), make("div", { className: "scroll" }, tableOf(["frame", "arrival", "from", "to", "length", "mf", "ttl", "fate", "notes"], shown.map(fragment =>
    ["#" + fragment.frame, arrival(fragment, last), String(fragment.off), String(fragment.end - 1), count(fragment.len), fragment.last ? "last" : "more", String(fragment.ttl), fragment.fate, fragment.notes.join(", ")]))));
  if (fragments.length > shown.length) parts.push(make("p", { className: "dim" }, `and ${count(fragments.length - shown.length)} more; all of them are in the data of this file`));
  return { parts, paint: () => picture.replaceChildren(paintWaterfall(datagram, fragments, Math.max(300, picture.clientWidth))) };
}

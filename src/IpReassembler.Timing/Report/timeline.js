// The time line: a band for each outcome, in it a few lanes of bars. Bars that fall on one pixel become one.

const timeline = {
  canvas: document.getElementById("timeline"), tip: document.getElementById("timeline-tip"), lanes: 5, lane: 7, top: 8, left: 128, drag: null, hits: [],
  bands: outcomes.filter(outcome => datagrams.some(datagram => datagram.outcome === outcome)),
  from: 0, to: 1, whole: 1,

  begin() {
    this.whole = Math.max(1e-6, datagrams.reduce((last, datagram) => Math.max(last, datagram.end), start) - start) * 1.01;
    this.to = this.whole;
    this.rows = this.bands.map(outcome => {
      const free = new Array(this.lanes).fill(-Infinity);
      return datagrams.filter(datagram => datagram.outcome === outcome).sort((a, b) => a.begin - b.begin).map(datagram => {
        const lane = Math.max(0, free.findIndex(until => until <= datagram.begin));
        free[lane] = Math.max(free[lane], datagram.end);
        return { datagram, lane, from: datagram.begin - start, to: datagram.end - start };
      });
    });
    // A band is as tall as the lanes it needs.
    this.heights = this.rows.map(bars => Math.max(2, 1 + bars.reduce((most, bar) => Math.max(most, bar.lane), 0)) * this.lane + 12);
    this.tops = this.heights.map((_, place) => this.top + this.heights.slice(0, place).reduce((sum, height) => sum + height, 0));
    this.canvas.addEventListener("pointerdown", event => { this.drag = { from: this.x(event), to: this.x(event) }; this.canvas.setPointerCapture(event.pointerId); });
    this.canvas.addEventListener("pointermove", event => this.move(event));
    this.canvas.addEventListener("pointerup", event => this.release(event));
    this.canvas.addEventListener("keydown", event => this.key(event));
    document.getElementById("zoom-out").addEventListener("click", () => this.zoom(0, this.whole));
    new ResizeObserver(() => this.paint()).observe(this.canvas);
    document.getElementById("timeline-table").append(tableOf(["outcome", "datagrams", "first begins", "last begins", "longest"], this.bands.map((outcome, band) => [
      outcomeWords[outcome], count(this.rows[band].length), span(1e9 * this.rows[band][0].from), span(1e9 * this.rows[band].at(-1).from),
      span(1e9 * this.rows[band].reduce((most, bar) => Math.max(most, bar.to - bar.from), 0))])));
  },

  x(event) { return event.clientX - this.canvas.getBoundingClientRect().left; },
  time(x) { return this.from + Math.max(0, x - this.left) / (this.width - this.left - 8) * (this.to - this.from); },
  place(time) { return this.left + (time - this.from) / (this.to - this.from) * (this.width - this.left - 8); },

  zoom(from, to) {
    const least = this.whole / 1e7;
    [this.from, this.to] = [Math.max(0, from), Math.min(this.whole, Math.max(to, from + least))];
    const all = this.from === 0 && this.to === this.whole;
    const seen = this.rows.flat().filter(bar => bar.to >= this.from && bar.from <= this.to).length;
    document.getElementById("zoomed").textContent = all ? "" : `${span(1e9 * this.from)} to ${span(1e9 * this.to)}: ${noun(seen, "datagram")}`;
    this.paint();
  },

  move(event) {
    if (this.drag) { this.drag.to = this.x(event); this.paint(); return; }
    const hit = this.hit(event);
    this.canvas.style.cursor = hit ? "pointer" : "crosshair";
    this.tip.textContent = hit ? (hit.bars > 1 ? `${count(hit.bars)} datagrams here, the first is ` : "") + `#${hit.datagram.n}  ${ends(hit.datagram)}  ${outcomeWords[hit.datagram.outcome]}  ${span(1e9 * (hit.datagram.end - hit.datagram.begin))}` : "";
  },

  release(event) {
    const { from, to } = this.drag ?? { from: 0, to: 0 };
    this.drag = null;
    if (Math.abs(to - from) > 4) { this.zoom(this.time(Math.min(from, to)), this.time(Math.max(from, to))); return; }
    const hit = this.hit(event);
    if (hit) openDatagram(hit.datagram);
    this.paint();
  },

  key(event) {
    const width = this.to - this.from, middle = (this.from + this.to) / 2;
    const moves = { "+": [middle - width / 4, middle + width / 4], "=": [middle - width / 4, middle + width / 4], "-": [middle - width, middle + width], "0": [0, this.whole],
      ArrowLeft: [Math.max(0, this.from - width / 4), Math.max(width, this.to - width / 4)], ArrowRight: [Math.min(this.whole - width, this.from + width / 4), Math.min(this.whole, this.to + width / 4)] };
    if (moves[event.key]) { event.preventDefault(); this.zoom(...moves[event.key]); }
  },

  hit(event) {
    const box = this.canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    return this.hits.find(hit => x >= hit.x - 2 && x <= hit.x + hit.width + 2 && y >= hit.y - 1 && y <= hit.y + this.lane);
  },

  // Each outcome has a way of its own to be filled: slanted lines of one direction or both, dots, or all of it.
  fill(context, outcome) {
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--" + outcome).trim();
    const kind = { sound: 0, unchecked: 1, incomplete: 2, dropped: 3, expired: 4, conflict: 5, malformed: 6, spliced: 7, corrupt: 2, evicted: 1 }[outcome];
    if (!kind) return colour;
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const ink = tile.getContext("2d");
    ink.globalAlpha = 0.45; ink.fillStyle = colour; ink.fillRect(0, 0, 6, 6); ink.globalAlpha = 1; ink.strokeStyle = colour; ink.lineWidth = 1.6;
    ink.beginPath();
    if (kind & 1) { ink.moveTo(-1, 7); ink.lineTo(7, -1); }
    if (kind & 2) { ink.moveTo(-1, -1); ink.lineTo(7, 7); }
    if (kind & 4) { ink.moveTo(3, 0); ink.lineTo(3, 6); }
    ink.stroke();
    return context.createPattern(tile, "repeat");
  },

  paint() {
    const ratio = window.devicePixelRatio || 1, look = getComputedStyle(document.documentElement);
    this.width = this.canvas.clientWidth;
    this.left = this.width < 600 ? 84 : 150;
    const height = this.top + this.heights.reduce((sum, band) => sum + band, 0) + 20;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.height = height + "px";
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.font = "12px system-ui, sans-serif";
    this.axis(context, height, look);
    this.hits = [];
    this.bands.forEach((outcome, place) => {
      const y = this.tops[place];
      context.fillStyle = look.getPropertyValue("--ink");
      context.fillText(this.width < 600 ? outcome : outcomeWords[outcome], 0, y + 10);
      context.fillStyle = this.fill(context, outcome);
      const open = new Array(this.lanes).fill(null);
      const close = hit => { if (hit) { context.fillRect(hit.x, hit.y, hit.width, this.lane - 1); this.hits.push(hit); } };
      for (const bar of this.rows[place]) {
        if (bar.to < this.from || bar.from > this.to) continue;
        const x = Math.max(this.left, this.place(bar.from)), width = Math.max(2, Math.min(this.width - 8, this.place(bar.to)) - x);
        const before = open[bar.lane];
        if (before && x < before.x + before.width + 0.5 && x - before.x < 2) { before.width = Math.max(before.width, x + width - before.x); before.bars++; continue; }
        close(before);
        open[bar.lane] = { x, y: y + bar.lane * this.lane, width, datagram: bar.datagram, bars: 1 };
      }
      open.forEach(close);
    });
    if (this.drag) {
      context.fillStyle = look.getPropertyValue("--accent");
      context.globalAlpha = 0.2;
      context.fillRect(Math.min(this.drag.from, this.drag.to), 0, Math.abs(this.drag.to - this.drag.from), height - 24);
      context.globalAlpha = 1;
    }
  },

  axis(context, height, look) {
    const ticks = Math.max(2, Math.floor((this.width - this.left) / 90)), rough = (this.to - this.from) / ticks, power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].findLast(factor => factor === 1 || factor * power <= rough * 1.3);
    context.strokeStyle = look.getPropertyValue("--line");
    context.fillStyle = look.getPropertyValue("--dim");
    for (let time = Math.ceil(this.from / step) * step; time <= this.to; time += step) {
      const x = Math.round(this.place(time)) + 0.5;
      context.beginPath(); context.moveTo(x, 0); context.lineTo(x, height - 22); context.stroke();
      context.fillText(span(Math.round(1e9 * time)), Math.min(x - 2, this.width - 50), height - 6);
    }
  },
};

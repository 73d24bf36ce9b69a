// The table of datagrams: searched, sorted, and only as many rows in the page as are seen.

const grid = {
  box: document.getElementById("rows"), search: document.getElementById("search"), found: document.getElementById("found"), shown: datagrams, row: 32, sorted: { by: 0, up: true }, printing: false,
  columns: [
    ["#", datagram => datagram.place, datagram => "#" + datagram.n], ["first", datagram => datagram.begin, datagram => (datagram.begin - start).toFixed(6) + " s"],
    ["from → to", ends, ends], ["proto", datagram => protocol(datagram.proto), datagram => protocol(datagram.proto)], ["id", datagram => datagram.id, identification],
    ["frags", datagram => datagram.frags, datagram => count(datagram.frags)], ["bytes", datagram => datagram.total ?? datagram.have, datagram => datagram.total === null ? "?" : count(datagram.total)],
    ["outcome", datagram => outcomes.indexOf(datagram.outcome), datagram => outcomeWords[datagram.outcome]], ["duration", datagram => datagram.duration_ns ?? datagram.waited_ns ?? 0, datagram => span(datagram.duration_ns ?? datagram.waited_ns) + (datagram.duration_ns === null ? " !" : "")],
    ["notes", datagram => datagram.anomalies.length, datagram => [...datagram.missing.slice(0, 2).map(([from, to]) => `gap ${from}–${to === null ? "end" : to - 1}`), ...datagram.anomalies, ...(datagram.reordered ? [`${datagram.reordered} reordered`] : [])].join(", ")],
  ],
  numbers: new Set([1, 5, 6, 8]),

  begin() {
    this.head = make("tr", {}, ...this.columns.map(([title], place) => {
      const button = make("button", { type: "button" }, title);
      button.addEventListener("click", () => this.sort(place));
      return make("th", { scope: "col", className: this.numbers.has(place) ? "number" : "" }, button);
    }));
    this.body = make("tbody");
    this.box.append(make("table", { "aria-rowcount": datagrams.length }, make("thead", {}, this.head), this.body));
    this.box.addEventListener("scroll", () => this.paint());
    this.box.addEventListener("keydown", event => this.key(event));
    this.search.addEventListener("input", () => this.filter());
    window.addEventListener("beforeprint", () => { this.printing = true; this.paint(); });
    window.addEventListener("afterprint", () => { this.printing = false; this.paint(); });
    this.sort(0);
  },

  sort(place) {
    this.sorted = { by: place, up: this.sorted.by === place && this.head.children[place].hasAttribute("aria-sort") ? !this.sorted.up : true };
    [...this.head.children].forEach((cell, at) => at === place ? cell.setAttribute("aria-sort", this.sorted.up ? "ascending" : "descending") : cell.removeAttribute("aria-sort"));
    this.filter();
  },

  // Words that must all hold: name:value, name>number, name<number, name=value, or any text; a dash in front turns it round.
  filter() {
    const tests = this.search.value.trim().split(/\s+/).filter(word => word).map(word => {
      const not = word.startsWith("-"), [, name, sign, value] = /^-?([a-z_0-9]+)([:=<>])(.+)$/i.exec(word) ?? [];
      const hold = name === undefined ? datagram => this.text(datagram).includes((not ? word.slice(1) : word).toLowerCase()) : datagram => this.compare(datagram, name.toLowerCase(), sign, value.toLowerCase());
      return not ? datagram => !hold(datagram) : hold;
    });
    const key = this.columns[this.sorted.by][1], sign = this.sorted.up ? 1 : -1;
    this.shown = datagrams.filter(datagram => tests.every(hold => hold(datagram))).sort((a, b) => { const [x, y] = [key(a), key(b)]; return sign * (x < y ? -1 : x > y ? 1 : 0) || a.place - b.place; });
    this.found.textContent = this.shown.length === datagrams.length ? `${count(datagrams.length)}${tables.left_out ? `, and ${count(tables.left_out)} more that are counted but not listed` : ""}` : `${count(this.shown.length)} of ${count(datagrams.length)}`;
    this.box.scrollTop = 0;
    this.paint();
  },

  text(datagram) { return `#${datagram.n} ${datagram.src} ${datagram.dst} ${ends(datagram)} ${protocol(datagram.proto)} ${identification(datagram)} ${datagram.state} ${datagram.verdict} ${outcomeWords[datagram.outcome]} ${datagram.anomalies.join(" ")}`.toLowerCase(); },

  compare(datagram, name, sign, value) {
    const own = name === "proto" ? protocol(datagram.proto) : name === "frame" ? datagram.frames : datagram[name];
    if (own === undefined || own === null) return false;
    if (sign === ">" || sign === "<") return typeof own === "number" && (sign === ">" ? own > Number(value) : own < Number(value));
    if (Array.isArray(own)) return own.some(one => String(one) === value);
    return typeof own === "number" ? own === Number(value) : String(own).toLowerCase().startsWith(value);
  },

  paint() {
    const height = this.printing ? Infinity : 560, first = this.printing ? 0 : Math.max(0, Math.floor(this.box.scrollTop / this.row) - 4);
    const last = Math.min(this.shown.length, this.printing ? 1000 : first + Math.ceil(height / this.row) + 10);
    const spacer = rows => { const cell = make("td", { colSpan: this.columns.length }); cell.style.height = rows * this.row + "px"; return make("tr", { className: "spacer", "aria-hidden": "true" }, cell); };
    const focused = this.body.contains(document.activeElement) ? document.activeElement.textContent : null;
    this.body.replaceChildren(spacer(first), ...this.shown.slice(first, last).map((datagram, at) => this.line(datagram, first + at)), spacer(this.shown.length - last));
    if (focused) [...this.body.querySelectorAll("button")].find(button => button.textContent === focused)?.focus({ preventScroll: true });
  },

  line(datagram, at) {
    const open = make("button", { type: "button", className: "link" }, "#" + datagram.n);
    const row = make("tr", { "aria-rowindex": at + 1 }, make("td", {}, open), ...this.columns.slice(1).map(([, , show], place) =>
      make("td", { className: this.numbers.has(place + 1) ? "number" : "" }, ...(place + 1 === 7 ? [chip(datagram.outcome)] : []), show(datagram))));
    row.addEventListener("click", () => openDatagram(datagram));
    return row;
  },

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], row = document.activeElement?.closest?.("tbody tr");
    if (!step || !row) return;
    event.preventDefault();
    const next = (step > 0 ? row.nextElementSibling : row.previousElementSibling)?.querySelector("button");
    next?.focus();
  },
};

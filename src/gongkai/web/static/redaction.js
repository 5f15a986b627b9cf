// Extras only: boxes drawn on the page by mouse, finger or keyboard. Without this file the forms do.
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const LEAST = 2; // points: anything smaller is a slip
  const surface = document.querySelector("svg[data-surface]");
  if (!surface) return;

  // zoom without leaving what is not saved
  const frame = document.querySelector("[data-frame]");
  for (const link of document.querySelectorAll("[data-zoom]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      frame.className = `page-frame zoom-${link.dataset.zoom}`;
      for (const other of document.querySelectorAll("[data-zoom]")) {
        if (other === link) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      }
      for (const field of document.querySelectorAll("[name=at-zoom]")) field.value = link.dataset.zoom;
    });
  }
  surface.querySelector(".chosen")?.scrollIntoView({ block: "center" });

  const form = document.querySelector("form[data-boxes]");
  if (!form || !("can" in surface.dataset)) return;
  const pick = (name) => document.querySelector(`[data-${name}]`);
  const tools = pick("tools"), list = pick("list"), save = pick("save"), said = pick("said");
  const ground = pick("ground"), layer = pick("pending"), draw = pick("draw"), undo = pick("undo");
  const [, , width, height] = surface.getAttribute("viewBox").split(" ").map(Number);
  tools.hidden = false;
  form.hidden = false;
  draw.hidden = !window.matchMedia("(pointer: coarse)").matches;

  let boxes = []; // {left, top, right, bottom, ground}
  const before = []; // what stood there, for undo
  const keep = () => { before.push(boxes.map((box) => ({ ...box }))); };
  const within = (value, most) => Math.min(Math.max(value, 0), most);

  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    const there = point.matrixTransform(surface.getScreenCTM().inverse());
    return { x: within(there.x, width), y: within(there.y, height) };
  };
  const place = (rect, box) => {
    rect.setAttribute("x", Math.min(box.left, box.right));
    rect.setAttribute("y", Math.min(box.top, box.bottom));
    rect.setAttribute("width", Math.abs(box.right - box.left));
    rect.setAttribute("height", Math.abs(box.bottom - box.top));
  };
  const word = (code) => [...ground.options].find((o) => o.value === code)?.text ?? code;

  const show = (sentence = "", focused = -1) => {
    layer.replaceChildren(...boxes.map((box, n) => {
      const rect = document.createElementNS(NS, "rect");
      place(rect, box);
      rect.setAttribute("class", "pending");
      rect.setAttribute("tabindex", "0");
      rect.setAttribute("role", "button");
      rect.setAttribute("aria-label", `待保存的框 ${n + 1}，${word(box.ground)}`);
      rect.dataset.n = n;
      return rect;
    }));
    list.replaceChildren(...boxes.map((box, n) => {
      const item = document.createElement("li");
      const choice = ground.cloneNode(true);
      choice.removeAttribute("id");
      choice.removeAttribute("data-ground");
      choice.value = box.ground;
      choice.setAttribute("aria-label", `框 ${n + 1} 的理由`);
      choice.addEventListener("change", () => { keep(); boxes[n].ground = choice.value; show(); });
      const gone = document.createElement("button");
      gone.type = "button";
      gone.className = "link";
      gone.textContent = "删除";
      gone.setAttribute("aria-label", `删除框 ${n + 1}`);
      gone.addEventListener("click", () => drop(n));
      item.append(choice, gone);
      return item;
    }));
    form.elements.boxes.value = JSON.stringify(boxes.map((box) => ({
      page: Number(surface.dataset.page), ground: box.ground,
      box: [box.left, box.top, box.right, box.bottom].map((n) => Math.round(n * 100) / 100),
    })));
    save.disabled = !boxes.length;
    undo.disabled = !before.length;
    if (sentence) said.textContent = sentence;
    if (focused >= 0) layer.children[focused]?.focus();
    // leaving with boxes that are not saved is asked about
    if (boxes.length) form.dispatchEvent(new Event("input"));
  };
  const drop = (n) => {
    keep();
    boxes.splice(n, 1);
    show(`已删除，还有 ${boxes.length} 个框没有保存`, Math.min(n, boxes.length - 1));
  };

  // mouse, pen; a finger once it is asked to draw, so that the page can still be moved
  let drawing = null;
  const ready = (event) => event.pointerType === "touch"
    ? draw.getAttribute("aria-pressed") === "true" : event.button === 0;
  surface.addEventListener("pointerdown", (event) => {
    if (!ready(event)) return;
    const from = at(event), n = event.target.dataset?.n;
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    if (n === undefined) {
      const rect = layer.appendChild(document.createElementNS(NS, "rect"));
      rect.setAttribute("class", "pending");
      drawing = { from, rect, box: { left: from.x, top: from.y, right: from.x, bottom: from.y } };
    } else {
      keep();
      drawing = { from, rect: layer.children[n], box: boxes[n], moved: { ...boxes[n] }, n: Number(n) };
    }
  });
  surface.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const to = at(event), { box, from, moved } = drawing;
    if (moved) shift(box, moved, to.x - from.x, to.y - from.y);
    else Object.assign(box, { right: to.x, bottom: to.y });
    place(drawing.rect, box);
  });
  const end = (event) => {
    if (!drawing) return;
    const { box, moved, n } = drawing;
    drawing = null;
    if (moved) return show("", n);
    const [left, right] = [box.left, box.right].sort((a, b) => a - b);
    const [top, bottom] = [box.top, box.bottom].sort((a, b) => a - b);
    if (event.type === "pointercancel" || right - left < LEAST || bottom - top < LEAST) return show();
    keep();
    boxes.push({ left, top, right, bottom, ground: ground.value });
    show(`已画 ${boxes.length} 个框，还没有保存`);
  };
  surface.addEventListener("pointerup", end);
  surface.addEventListener("pointercancel", end);
  const shift = (box, was, x, y) => {
    const dx = within(was.left + x, width - (was.right - was.left)) - was.left;
    const dy = within(was.top + y, height - (was.bottom - was.top)) - was.top;
    Object.assign(box, {
      left: was.left + dx, right: was.right + dx, top: was.top + dy, bottom: was.bottom + dy,
    });
  };

  // keyboard
  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  layer.addEventListener("keydown", (event) => {
    const n = Number(event.target.dataset.n), box = boxes[n], step = KEYS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      drop(n);
    } else if (step) {
      event.preventDefault();
      const by = event.altKey ? 1 : 6, [x, y] = step.map((one) => one * by);
      if (!event.repeat) keep();
      if (event.shiftKey) {
        box.right = Math.max(box.left + LEAST, within(box.right + x, width));
        box.bottom = Math.max(box.top + LEAST, within(box.bottom + y, height));
      } else shift(box, { ...box }, x, y);
      show("", n);
    }
  });
  pick("add").addEventListener("click", () => {
    keep();
    const seen = frame.getBoundingClientRect(), whole = surface.getBoundingClientRect();
    const y = ((Math.max(seen.top, 0) + 80 - whole.top) / whole.height) * height;
    const top = within(y, height - 20), left = width / 2 - 50;
    boxes.push({ left, top, right: left + 100, bottom: top + 16, ground: ground.value });
    show("已加一个框；用方向键移动，按住 Shift 改变大小", boxes.length - 1);
  });
  draw.addEventListener("click", () => {
    const on = draw.getAttribute("aria-pressed") !== "true";
    draw.setAttribute("aria-pressed", on);
    draw.textContent = on ? "画完，移动页面" : "用手指画框";
    surface.classList.toggle("drawing", on);
  });
  undo.addEventListener("click", () => {
    if (!before.length) return;
    boxes = before.pop();
    show(`已撤销，还有 ${boxes.length} 个框没有保存`);
  });
})();

// Extras only: without this file the form sends everything in one piece.
// With it: progress, pause, and going on after an interruption, one piece after the other.
(() => {
  "use strict";
  const TRIES = 5;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  class Stop extends Error {}

  class Sending {
    constructor(form, file, item) {
      Object.assign(this, { form, file, paused: false, url: "" });
      this.chunk = Number(form.dataset.chunk);
      this.said = item.appendChild(document.createElement("span"));
      this.bar = item.appendChild(document.createElement("progress"));
      this.bar.max = file.size || 1;
      this.bar.setAttribute("aria-label", file.name);
      this.button = item.appendChild(document.createElement("button"));
      this.button.type = "button";
      this.button.className = "link";
      this.button.addEventListener("click", () => this.press());
      this.show("暂停");
    }

    show(word, sentence = this.file.name) {
      this.said.textContent = sentence;
      this.button.textContent = `${word}`;
      this.button.hidden = !word;
      if (word) this.button.setAttribute("aria-label", `${word} ${this.file.name}`);
    }

    press() {
      if (this.running) {
        this.paused = true;
        this.controller?.abort();
      } else this.run();
    }

    async ask(method, url, headers = {}, body = undefined) {
      this.controller = new AbortController();
      const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
      const response = await fetch(url, {
        method, body, credentials: "same-origin", signal: this.controller.signal,
        headers: { "X-CSRFToken": token, ...headers },
      });
      if (response.ok || response.status === 409) return response;
      if (response.status >= 500) throw new Error(response.status);
      let sentence = "没有传成；请刷新页面后再试";
      try { sentence = (await response.json()).sentence || sentence; } catch { /* a page */ }
      throw new Stop(sentence);
    }

    async offset() {
      const answer = await this.ask("HEAD", this.url);
      return Number(answer.headers.get("Upload-Offset"));
    }

    async send() {
      if (!this.url) {
        const made = await this.ask("POST", this.form.dataset.upload, {
          "Upload-Length": this.file.size, "Upload-Name": encodeURIComponent(this.file.name),
        });
        if (!made.ok) throw new Stop((await made.json()).sentence);
        this.url = made.headers.get("Location");
      }
      let at = await this.offset();
      for (let tries = 0; at < this.file.size;) {
        this.bar.value = at;
        try {
          const piece = this.file.slice(at, at + this.chunk);
          const answer = await this.ask("PATCH", this.url, {
            "Upload-Offset": at, "Content-Type": "application/offset+octet-stream",
          }, piece);
          const next = Number(answer.headers.get("Upload-Offset"));
          if (answer.status === 409 && ++tries > TRIES) throw new Stop((await answer.json()).sentence);
          at = answer.headers.has("Upload-Offset") ? next : await this.offset();
          if (answer.ok) tries = 0;
        } catch (problem) {
          if (problem instanceof Stop || this.paused || ++tries > TRIES) throw problem;
          await wait(1000 * 2 ** tries);
          at = await this.offset().catch(() => at);
        }
      }
      this.bar.value = this.file.size;
      this.show("", `${this.file.name}：正在检查`);
      const answer = await this.ask("POST", `${this.url}finish/`);
      const told = await answer.json();
      if (!answer.ok) throw new Stop(told.sentence);
      return told.sentence;
    }

    async run() {
      this.running = true;
      this.paused = false;
      this.show("暂停");
      try {
        this.show("", await this.send());
        this.bar.remove();
        this.done = true;
      } catch (problem) {
        if (this.paused) this.show("继续", `${this.file.name}：已暂停`);
        else if (problem instanceof Stop) {
          this.show("", problem.message);
          this.bar.remove();
        } else this.show("重试", `${this.file.name}：网络中断，已传的部分保留着`);
      } finally {
        this.running = false;
      }
    }
  }

  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const input = form.querySelector("input[type=file]");
      const list = form.querySelector("[data-upload-list]");
      const sendings = [];
      for (const file of input.files) {
        const item = list.appendChild(document.createElement("li"));
        list.hidden = false;
        if (file.size > Number(form.dataset.largest)) {
          item.textContent = `“${file.name}”太大，没有上传；请压缩图片或者拆分以后再上传`;
          continue;
        }
        sendings.push(new Sending(form, file, item));
      }
      input.value = "";
      for (const sending of sendings) await sending.run();
      if (sendings.length && sendings.every((sending) => sending.done)) {
        const next = form.querySelector("[name=next]").value;
        if (next && !list.querySelector("li:not(:has(button))")) window.location.assign(next);
      }
    });
  }
})();

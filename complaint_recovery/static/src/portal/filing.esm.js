import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const MEGABYTE = 1024 * 1024;
const LOST = () =>
  _t("It could not be sent. All of it is still here: please press Send once more.");

/**
 * A form with files: those chosen are shown and may be taken out, what is wrong with
 * them is said before a phone uploads for minutes, how far it is while they go up, and
 * where it fails words and files are still there. It is sent once, however often the
 * button is tapped. Without a script it is a plain form.
 */
export class ComplaintForm extends Interaction {
  static selector = ".o_complaint_form";
  dynamicContent = {
    "input[type=file]": {"t-on-change": this.onChosen},
    _root: {"t-on-submit": this.onSubmit},
  };

  setup() {
    this.chosen = [];
    this.input = this.el.querySelector("input[type=file]");
    this.sending = false;
  }

  start() {
    // Whoever does not see it hears at once that nothing was sent.
    document.querySelector("#complaint_errors")?.focus();
  }

  // What is chosen a second time comes on top: a camera gives one photo at a time.
  onChosen() {
    const known = new Set(this.chosen.map(ComplaintForm.nameOf));
    const fresh = [...this.input.files].filter(
      (file) => !known.has(ComplaintForm.nameOf(file))
    );
    this.keep([...this.chosen, ...fresh]);
  }

  static nameOf(file) {
    return [file.name, file.size, file.lastModified].join("/");
  }

  keep(files) {
    this.chosen = files;
    const kept = new DataTransfer();
    files.forEach((file) => kept.items.add(file));
    this.input.files = kept.files;
    this.show();
    this.judge();
  }

  show() {
    const list = this.el.querySelector(".o_complaint_chosen");
    list?.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    list?.replaceChildren(...this.chosen.map((file) => this.makeLine(file)));
  }

  makeLine(file) {
    const line = document.createElement("li");
    if (file.type.startsWith("image/")) {
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = "";
      image.className = "rounded border";
      line.append(image);
    }
    const name = document.createElement("span");
    name.className = "text-break";
    name.textContent = file.name;
    const out = document.createElement("button");
    out.type = "button";
    out.className = "btn btn-secondary btn-sm";
    out.textContent = _t("Remove");
    out.setAttribute("aria-label", _t("Remove %s", file.name));
    out.addEventListener("click", () => {
      this.keep(this.chosen.filter((other) => other !== file));
      this.input.focus();
    });
    line.append(name, out);
    return line;
  }

  judge() {
    const wrong = this.findWrong();
    this.el.querySelector(".o_complaint_wrong").textContent = wrong;
    return !wrong;
  }

  findWrong() {
    const {maxCount, maxFile, maxTotal} = this.el.dataset;
    const files = [...this.input.files];
    if (files.length > maxCount) {
      return _t("Please send at most %s files at once.", maxCount);
    }
    const large = files.find((file) => file.size > maxFile * MEGABYTE);
    if (large) {
      return _t("%(name)s is too large: a file may have up to %(size)s MB.", {
        name: large.name,
        size: maxFile,
      });
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    if (total > maxTotal * MEGABYTE) {
      return _t(
        "Together the files are too large: please send at most %s MB at once.",
        maxTotal
      );
    }
    return "";
  }

  onSubmit(event) {
    if (!this.judge() || this.sending) {
      event.preventDefault();
      if (!this.sending) {
        this.input.focus();
      }
      return;
    }
    this.setSending(true);
    // A few words go as any form does, and what opens elsewhere; photos of a phone take
    // their time.
    if (this.input.files.length && !this.el.target) {
      event.preventDefault();
      this.send(event.submitter);
    }
  }

  setSending(sending) {
    this.sending = sending;
    const buttons = this.el.querySelectorAll("button[type=submit]");
    buttons.forEach((button) => (button.disabled = sending));
  }

  send(submitter) {
    const data = new FormData(this.el);
    if (submitter?.name) {
      data.append(submitter.name, submitter.value);
    }
    const progress = this.makeProgress();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({loaded, total}) => {
      progress.firstChild.value = total ? loaded / total : 0;
      const percent = Math.floor((100 * loaded) / (total || 1));
      progress.lastChild.textContent = `${percent} %`;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
      } else {
        this.stop(progress, request);
      }
    });
    request.addEventListener("error", () => this.stop(progress, request));
    request.open("POST", this.el.action);
    // The page it leads to is looked at after this, and keeps its answer until then.
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(data);
  }

  makeProgress() {
    const place = document.createElement("div");
    place.className = "o_complaint_progress mt-3 d-flex gap-2 align-items-center";
    place.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", _t("How much has been sent"));
    place.append(bar, document.createElement("span"));
    this.el.append(place);
    return place;
  }

  /* Say what the server says of it, and leave words and files as they are. */
  stop(progress, request) {
    progress.remove();
    this.setSending(false);
    const page = new DOMParser().parseFromString(
      request.responseText || "",
      "text/html"
    );
    const said = page.querySelector("#complaint_errors");
    const place = document.querySelector("[name=complaint_stopped]");
    for (const name of ["csrf_token", "form_token"]) {
      const fresh = page.querySelector(`.o_complaint_form [name=${name}]`);
      if (fresh && this.el.elements[name]) {
        this.el.elements[name].value = fresh.value;
      }
    }
    if (!said || !place) {
      this.el.querySelector(".o_complaint_wrong").textContent = LOST();
      return;
    }
    place.replaceChildren(document.adoptNode(said));
    for (const told of page.querySelectorAll(".o_complaint_form [id$=_help]")) {
      const here = document.getElementById(told.id);
      const field = page.querySelector(`[aria-describedby~=${told.id}]`);
      here?.replaceChildren(...told.childNodes);
      const mine = field && document.getElementById(field.id);
      mine?.classList.toggle("is-invalid", field.classList.contains("is-invalid"));
    }
    place.firstElementChild.focus();
  }
}

registry
  .category("public.interactions")
  .add("complaint_recovery.complaint_form", ComplaintForm);

// What axe does not see, said in words. One expression: an object of checks, for tests/inspection.py.
({
  // WCAG 2.5.8: at least 24 by 24 px, or so much room around that a circle of 24 px meets no
  // other target. A link within a sentence is excepted; a label is part of its checkbox.
  smallTargets() {
    const LEAST = 24;
    const KINDS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const isHiddenAway = ({ width, height, bottom }) => width < 2 || height < 2 || bottom <= 0;
    const isInSentence = (element) => element.matches("a")
      && getComputedStyle(element).display === "inline"
      && element.parentElement.textContent.trim().length > element.textContent.trim().length;
    const join = (a, b) => {
      const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
      return new DOMRect(x, y, Math.max(a.right, b.right) - x, Math.max(a.bottom, b.bottom) - y);
    };
    const whole = (element) => {
      const labels = /checkbox|radio/.test(element.type) ? [...element.labels] : [];
      return [element, ...labels].map((part) => part.getBoundingClientRect()).reduce(join);
    };
    const middle = ({ rect }) => [rect.x + rect.width / 2, rect.y + rect.height / 2];
    const toEdge = ([x, y], { rect }) => Math.hypot(
      Math.max(rect.x - x, 0, x - rect.right),
      Math.max(rect.y - y, 0, y - rect.bottom),
    );
    const apart = (one, other) => Math.hypot(...middle(one).map((at, n) => at - middle(other)[n]));
    const isSmall = ({ rect }) => Math.min(rect.width, rect.height) < LEAST - 0.1;

    const scope = document.querySelector("dialog[open]") ?? document;
    const targets = [...scope.querySelectorAll(KINDS)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
      .map((element) => ({ element, rect: whole(element) }))
      .filter(({ rect }) => !isHiddenAway(rect));
    const isTooNear = (small, other) => other !== small
      && (toEdge(middle(small), other) < LEAST / 2 || (isSmall(other) && apart(small, other) < LEAST));
    return targets
      .filter((one) => isSmall(one) && !isInSentence(one.element))
      .filter((one) => targets.some((other) => isTooNear(one, other)))
      .map(({ element, rect }) => {
        const size = `${Math.round(rect.width)} x ${Math.round(rect.height)} px`;
        return `${this.name(element)} is a target of ${size} close to another`;
      });
  },

  // What sticks out of the window, unless it scrolls in a frame of its own.
  tooWide() {
    const page = document.scrollingElement;
    if (page.scrollWidth <= innerWidth) return [];
    const isFramed = (element) => element !== document.body
      && (getComputedStyle(element).overflowX !== "visible" || isFramed(element.parentElement));
    const out = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .filter((element) => !isFramed(element.parentElement));
    return [
      `the page is ${page.scrollWidth} px wide in a window of ${innerWidth} px`,
      ...out.slice(0, 3).map((element) => `${this.name(element)} sticks out`),
    ];
  },

  // In the reader's own colours only a border tells a control from its surroundings.
  withoutBorder() {
    const KINDS = ".utrecht-button, select, textarea, dialog[open], "
      + "input:not([type=hidden], [type=checkbox], [type=radio])";
    const hasBorder = (element) => ["top", "right", "bottom", "left"].some((side) => {
      const style = getComputedStyle(element);
      const width = parseFloat(style.getPropertyValue(`border-${side}-width`));
      return width > 0 && style.getPropertyValue(`border-${side}-style`) !== "none";
    });
    return [...document.querySelectorAll(KINDS)]
      .filter((element) => element.checkVisibility() && !hasBorder(element))
      .map((element) => `${this.name(element)} has no border`);
  },

  // Colours that stay while all around them changes make text that nobody sees. A drawing
  // chooses its own among those of the reader.
  keepsColours() {
    return [...document.body.querySelectorAll("*:not(svg *)")]
      .filter((element) => element.checkVisibility())
      .filter((element) => getComputedStyle(element).forcedColorAdjust === "none")
      .map((element) => `${this.name(element)} keeps its own colours`);
  },

  headings() {
    const wrong = [];
    const first = document.querySelectorAll("h1").length;
    if (first !== 1) wrong.push(`${first} headings of level 1`);
    if (document.documentElement.lang !== "nl") wrong.push("its language is not nl");
    if (!/^\S.* · Gehoor$/.test(document.title)) wrong.push(`its title is “${document.title}”`);
    return wrong;
  },

  name(element) {
    const kind = [element.localName, ...element.classList].join(".");
    const text = element.textContent.trim() || element.name || element.id;
    return `${kind} “${text.replace(/\s+/g, " ").slice(0, 40)}”`;
  },
})

"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  /* Every image: sorting, filtering, and pages where there are very many rows. */

  const ROWS_A_PAGE = 200;

  function imageTable() {
    const table = one("#image-table");
    const body = table.tBodies[0];
    const original = [...body.rows];
    const sceneFilter = one("#scene-filter");
    const variantFilter = one("#variant-filter");
    const pages = one(".pages");
    const [previous, next, everything] = ["#previous-rows", "#next-rows", "#all-rows"].map((id) => one(id));
    let rows = original;
    let page = 0;
    let paged = original.length > ROWS_A_PAGE;

    function matching() {
      const part = sceneFilter.value.trim().toLowerCase();
      const variant = variantFilter.selectedIndex === 0 ? null : variantFilter.value;
      return rows.filter(
        (row) =>
          row.cells[0].textContent.toLowerCase().includes(part) &&
          (variant === null || row.cells[1].textContent === variant),
      );
    }

    function show() {
      const found = matching();
      const last = paged ? Math.max(0, Math.ceil(found.length / ROWS_A_PAGE) - 1) : 0;
      page = Math.min(page, last);
      const from = paged ? page * ROWS_A_PAGE : 0;
      const shown = new Set(paged ? found.slice(from, from + ROWS_A_PAGE) : found);
      original.forEach((row) => (row.hidden = !shown.has(row)));
      pages.hidden = !paged || found.length <= ROWS_A_PAGE;
      previous.disabled = page === 0;
      next.disabled = page === last;
      one("#row-count").textContent =
        shown.size === found.length
          ? `${found.length} of ${original.length} rows`
          : `rows ${from + 1} to ${from + shown.size} of ${found.length}`;
    }

    function turn(pagesOn) {
      page += pagesOn;
      show();
    }

    /* Scores that are no numbers come last, whichever way the others are sorted. */
    function number(row, column) {
      const text = row.cells[column]?.textContent ?? "";
      const value = Number(text.replace("−", "-").replace("∞", "Infinity"));
      return text === "" || Number.isNaN(value) ? null : value;
    }

    function compareNumbers(column, sign) {
      return (a, b) => {
        const [left, right] = [number(a, column), number(b, column)];
        if (left === null || right === null) {
          return (left === null) - (right === null);
        }
        return left === right ? 0 : sign * (left < right ? -1 : 1);
      };
    }

    const texts = new Intl.Collator("en", { numeric: true });

    function compareTexts(column, sign) {
      return (a, b) => sign * texts.compare(a.cells[column].textContent, b.cells[column].textContent);
    }

    function sort(header, column) {
      const direction = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      const sign = direction === "ascending" ? 1 : -1;
      all("th", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", direction);
      rows = [...original].sort(column < 2 ? compareTexts(column, sign) : compareNumbers(column, sign));
      body.append(...rows);
      page = 0;
      show();
    }

    all("th", table.tHead).forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => sort(header, column));
    });
    one(".filter").hidden = false;
    one(".filter").addEventListener("submit", (event) => event.preventDefault());
    [sceneFilter, variantFilter].forEach((field) => field.addEventListener("input", () => turn(-page)));
    previous.addEventListener("click", () => turn(-1));
    next.addEventListener("click", () => turn(1));
    everything.addEventListener("click", () => {
      paged = false;
      turn(-page);
    });
    show();
  }

  /* Radar charts. Colours, dashes and points differ together, so that none has to be told by colour alone. */

  const LIGHT = ["#4d4d4d", "#0063a6", "#c24f00", "#007a59", "#a63d7c", "#8a6a00", "#5b3fb0", "#b0202e"];
  const DARK = ["#c8c8c8", "#64b5f6", "#ff9d5c", "#4fd1a5", "#f199cf", "#f0d060", "#b39dff", "#ff8a8f"];
  const DASHES = [[6, 4], [], [10, 4], [2, 3], [10, 3, 2, 3]];
  const POINTS = ["circle", "rect", "triangle", "rectRot", "star", "crossRot", "rectRounded"];

  function radarCharts() {
    const source = one("#radar-data");
    if (!source) {
      return;
    }
    const data = JSON.parse(source.textContent);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const charts = [];
    let printing = false;

    const colour = (i) => (dark.matches && !printing ? DARK : LIGHT)[i % LIGHT.length];
    const dash = (i) => (i === 0 ? DASHES[0] : DASHES[1 + (Math.floor(i / LIGHT.length) + i - 1) % (DASHES.length - 1)]);
    const inkOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

    function dataset(i) {
      return {
        label: data.variants[i].name,
        variant: i,
        data: data.variants[i].points,
        borderDash: dash(i),
        borderWidth: 2,
        pointStyle: POINTS[i % POINTS.length],
        pointRadius: 4,
        pointHoverRadius: 6,
        fill: false,
        order: -i,
      };
    }

    function paint(chart) {
      const [ink, rule] = printing ? ["#000", "#bbb"] : [inkOf("--ink"), inkOf("--faint-rule")];
      chart.data.datasets.forEach((set) => {
        set.borderColor = colour(set.variant);
        set.pointBackgroundColor = colour(set.variant);
        set.pointBorderColor = colour(set.variant);
      });
      const scale = chart.options.scales.r;
      scale.pointLabels.color = ink;
      scale.grid.color = rule;
      scale.angleLines.color = rule;
      chart.update("none");
    }

    function draw(canvas, variants, labelSize) {
      const chart = new Chart(canvas, {
        type: "radar",
        data: { labels: data.axes, datasets: variants.map(dataset) },
        options: {
          animation: false,
          maintainAspectRatio: false,
          layout: { padding: 8 },
          interaction: { mode: "index", intersect: false },
          scales: {
            r: {
              min: 0,
              max: 1,
              ticks: { display: false, stepSize: 0.2 },
              grid: {},
              angleLines: {},
              pointLabels: { padding: labelSize / 2, font: { size: labelSize } },
            },
          },
          plugins: {
            legend: { display: false },
            tooltip: {
              itemSort: (a, b) => a.dataset.variant - b.dataset.variant,
              callbacks: {
                title: (items) => items[0]?.label ?? "",
                label: (item) => {
                  const variant = data.variants[item.dataset.variant];
                  return `${variant.name}: ${variant.values[item.dataIndex]}`;
                },
              },
            },
          },
        },
      });
      charts.push(chart);
      paint(chart);
    }

    function swatches() {
      all(".swatch").forEach((swatch) => {
        const i = Number(swatch.dataset.variant);
        swatch.innerHTML =
          `<svg viewBox="0 0 36 14"><line x1="0" y1="7" x2="36" y2="7" stroke="${colour(i)}" stroke-width="2.5" ` +
          `stroke-dasharray="${dash(i).join(" ")}"/></svg>`;
      });
    }

    function repaint() {
      charts.forEach(paint);
      swatches();
    }

    function print(now) {
      printing = now;
      repaint();
    }

    all("canvas[data-chart]").forEach((canvas) => {
      const which = canvas.dataset.chart;
      draw(canvas, which === "all" ? data.variants.map((_, i) => i) : [0, Number(which)], which === "all" ? 13 : 10);
    });
    all(".legend input").forEach((box) =>
      box.addEventListener("change", () =>
        charts.forEach((chart) =>
          chart.data.datasets.forEach((set, i) => {
            if (set.variant === Number(box.dataset.variant)) {
              chart.setDatasetVisibility(i, box.checked);
              chart.update("none");
            }
          }),
        ),
      ),
    );
    swatches();
    dark.addEventListener("change", repaint);
    addEventListener("beforeprint", () => print(true));
    addEventListener("afterprint", () => print(false));
  }

  /* Pictures open large; the arrow keys go through those of the scene. */

  function viewer() {
    const dialog = one("#viewer");
    const picture = one("#viewer-picture");
    let buttons = [];
    let index = 0;

    function show(at) {
      index = (at + buttons.length) % buttons.length;
      const button = buttons[index];
      const thumbnail = one("img", button);
      const scene = button.closest(".scene");
      const variant = button.closest(".variant");
      const figure = button.closest("figure");
      const caption = [...one("figcaption", figure).childNodes].map((part) => part.textContent.trim());
      picture.src = button.dataset.large ?? thumbnail.src;
      picture.alt = thumbnail.alt;
      one("#viewer-caption").textContent = [one("h3", scene).textContent, variant && one("h4", variant).textContent, caption.filter(Boolean).join(", ")]
        .filter(Boolean)
        .join(" · ");
      const scale = figure.matches(".map") ? [one(".scale", scene).cloneNode(true)] : [];
      one("#viewer-scale").replaceChildren(...scale);
      one("#viewer-position").textContent = `${index + 1} of ${buttons.length}`;
    }

    all(".open").forEach((button) =>
      button.addEventListener("click", () => {
        buttons = all(".open", button.closest(".scene"));
        show(buttons.indexOf(button));
        dialog.showModal();
        one("#viewer-close").focus();
      }),
    );
    one("#viewer-previous").addEventListener("click", () => show(index - 1));
    one("#viewer-next").addEventListener("click", () => show(index + 1));
    picture.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) {
        event.preventDefault();
        show(index + step);
      }
    });
    /* A large picture is let go, and the keyboard is where it was. */
    dialog.addEventListener("close", () => {
      picture.removeAttribute("src");
      buttons[index]?.focus();
    });
  }

  imageTable();
  viewer();
  radarCharts();
})();

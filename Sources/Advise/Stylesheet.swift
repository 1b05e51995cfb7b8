/// The look of all public pages, served as `/style.css`: no fonts or pictures from elsewhere, readable on paper, on a
/// telephone, and in the dark.
package enum Stylesheet {
    /// UTF-8, ends with a line break.
    package static let css = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #f3f5f8; --line: #d5dae1;
          --link: #0b57a4; --muted: #59636e; --alarm: #b3261e; --warn: #9a5b00; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e9ee; --paper: #14181d; --soft: #1d232b; --line: #343c47; --link: #8abaf5;
            --muted: #9aa5b1; --alarm: #ff8a80; --warn: #ffc46b; }
        }
        * { box-sizing: border-box; }
        html { font-size: 106.25%; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font-family: system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; line-height: 1.55; }
        a { color: var(--link); text-underline-offset: 0.15em; overflow-wrap: anywhere; }
        a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -999em; }
        .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.5rem; }
        header.site, main, footer.site { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
        header.site { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; justify-content: space-between;
          align-items: baseline; padding-top: 1.25rem; padding-bottom: 1rem; border-bottom: 3px solid var(--link); }
        header.site p { margin: 0; font-weight: 700; }
        header.site p a { color: inherit; text-decoration: none; }
        nav ul { display: flex; gap: 1rem; list-style: none; margin: 0; padding: 0; font-size: 0.9rem; }
        nav a[aria-current] { color: inherit; font-weight: 700; text-decoration: none; }
        footer.site { margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; border-top: 1px solid var(--line);
          color: var(--muted); font-size: 0.9rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 1.5rem 0 1rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 0.5rem; }
        h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.25rem 0 0.25rem; }
        ol.advisories { list-style: none; padding: 0; }
        ol.advisories li { border-left: 5px solid var(--line); background: var(--soft); margin: 0 0 0.75rem;
          padding: 0.75rem 1rem; border-radius: 0 6px 6px 0; }
        ol.advisories h2 { margin: 0.15rem 0 0; font-size: 1.1rem; }
        ol.advisories li.urgency-high { border-left-color: var(--warn); }
        ol.advisories li.urgency-emergency { border-left-color: var(--alarm); }
        .number { color: var(--muted); font-size: 0.9rem; margin: 0; font-variant-numeric: tabular-nums; }
        .advisory header h1 { margin-top: 0.25rem; }
        dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 1rem 0;
          padding: 0.75rem 1rem; background: var(--soft); border-radius: 6px; font-size: 0.95rem; }
        dl.facts dt { color: var(--muted); }
        dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        .urgency-high, .urgency-emergency { font-weight: 700; }
        ol.advisories li { font-weight: 400; }
        blockquote { margin: 0.75rem 0; padding: 0.25rem 1rem; border-left: 4px solid var(--line);
          color: var(--muted); }
        pre { overflow-x: auto; background: var(--soft); padding: 0.75rem 1rem; border-radius: 6px; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
        .tlp { display: inline-block; margin: 0.75rem 0 0.25rem; padding: 0.05rem 0.5rem; background: #000; color: #fff;
          font: 700 0.8rem/1.5 ui-monospace, monospace; }
        .tlp-green { color: #33ff00; } .tlp-amber, .tlp-amber-strict { color: #ffc000; } .tlp-red { color: #ff2b2b; }
        .withdrawn { color: var(--alarm); font-weight: 700; }
        .note, .omitted { color: var(--muted); font-size: 0.9rem; }
        .trap { position: absolute; left: -999em; }
        form label { display: block; }
        form input, form textarea, form select { width: 100%; font: inherit; color: inherit; padding: 0.4rem 0.5rem;
          background: var(--soft); border: 1px solid var(--line); border-radius: 4px; }
        form button { font: inherit; padding: 0.5rem 1.5rem; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; }
        @media print { header.site nav, footer.site, .skip { display: none; } body { font-size: 11pt; } }

        """
}

/**
 * How a paper looks as PDF: a Typst program that reads the paper as JSON. It is the only Typst source there is;
 * texts reach it as strings, which Typst sets as they are.
 *
 * Measures follow the regulation on official correspondence: margins 3 cm left, 2 cm right, 2.5 cm top, first
 * lines 2.5 cm in. Sarabun is drawn larger on its body than TH Sarabun: 0.68 of the points look the same
 * (width of ก 0.576 em against 0.386 em, height 0.586 against 0.400, measured in both fonts).
 */
export const paperTypst = String.raw`
#let d = json("/paper.json")
#let points(n) = n * 0.68pt
#let thai(n) = str(n).clusters().map(c => "๐๑๒๓๔๕๖๗๘๙".clusters().at(int(c))).join()
#let figures(n) = if d.thaiNumerals { thai(n) } else { str(n) }
#let letters(n) = "กขคงจฉชซญฎฏฐณดตถทธนบปผพฟภมยรลวศษสหฬอฮ".clusters().at(calc.rem(n - 1, 37))
#let said(string) = string.split("\n").map(line => [#line]).join(linebreak())

#set document(title: d.title, author: d.author, date: datetime(year: d.year, month: d.month, day: d.day))
#set text(font: "Sarabun", size: points(16), lang: "th", region: "TH", fallback: false,
  top-edge: "ascender", bottom-edge: "descender", hyphenate: false)
#set par(leading: points(6), spacing: points(8.5), justify: false)
#set table(stroke: 0.5pt, inset: (x: 4pt, y: 3pt))
#show table: set par(leading: points(3))
#show heading: set text(weight: "bold")
#show heading.where(level: 1): set text(size: points(18))
#show heading.where(level: 2): set text(size: points(16))
#show heading.where(level: 3): set text(size: points(16))
#show heading: set block(above: points(16), below: points(10), sticky: true)
#show <hidden>: none
#show regex(d.unbroken): it => box(baseline: 0.232em, it)

#let emblem(height) = if "emblem" in d {
  image("/emblem." + d.emblem, height: height, alt: "ตราสัญลักษณ์ของหน่วยงาน")
} else {
  let r = height / 2
  box(width: height, height: height, circle(radius: r, stroke: 0.8pt + luma(120),
    align(center + horizon, circle(radius: r * 0.84, stroke: 0.4pt + luma(120),
      align(center + horizon, text(size: calc.min(points(12), height * 0.13), fill: luma(100))[ตรา \ สัญลักษณ์])))))
}

#let dotted(body) = box(width: 1fr, stroke: (bottom: (paint: black, thickness: 0.6pt, dash: "dotted")), outset: (bottom: 0pt), inset: (left: 4pt), body)

#let heading-of(b) = {
  let h = heading(level: b.level, said(b.text))
  if b.at("hidden", default: false) [#h <hidden>]
  else if b.at("centred", default: false) { align(center, h) }
  else { h }
}

#let paragraph-of(b) = {
  let indent = b.at("indent", default: "none")
  let body = text(
    weight: if b.at("bold", default: false) { "bold" } else { "regular" },
    size: if b.at("small", default: false) { points(14) } else { points(16) },
    said(b.text))
  let side = (left: left, centre: center, right: right).at(b.at("align", default: "left"))
  if indent == "signature" { pad(left: 50%, body) }
  else {
    set align(side)
    par(first-line-indent: if indent == "first" { (amount: 2.5cm, all: true) } else { 0cm }, body)
  }
}

#let clause-of(b) = block(above: points(5), below: points(5), pad(left: 1.5cm + (b.level - 1) * 1cm,
  if b.marker == "" { par(hanging-indent: 0.8cm, said(b.text)) }
  else { grid(columns: (0.8cm, 1fr), par(b.marker), par(said(b.text))) }))

#let fields-of(b) = block(below: points(12), grid(
  columns: (auto, 1fr), column-gutter: 0.4cm, row-gutter: points(9.5),
  ..b.rows.map(r => (par(r.label), par(said(r.text)))).flatten()))

#let letter-head-of(b) = {
  // The emblem stands 1.5 cm from the edge of the page.
  v(-1cm)
  align(center, emblem(3cm))
  v(-points(4))
  grid(columns: (1fr, auto), par(said(b.no)), par(b.address.map(l => [#l]).join(linebreak())))
}

#let memo-head-of(b) = {
  v(-1cm)
  grid(columns: (3cm, 1fr, 3cm), emblem(1.5cm),
    align(center + bottom, text(size: points(29), weight: "bold")[บันทึกข้อความ]))
  v(points(2))
  let label(l) = text(size: points(20), weight: "bold", l)
  par[#label("ส่วนราชการ")#dotted(said(b.unit))]
  par[#label("ที่")#dotted(said(b.no)) #label("วันที่")#dotted(said(b.date))]
  grid(columns: (auto, 1fr), label("เรื่อง"), align(bottom, dotted(said(b.subject))))
}

#let table-of(b) = {
  let side(c) = (left: left, centre: center, right: right).at(c.at("align", default: "left"))
  set text(size: if b.at("small", default: false) { points(14) } else { points(16) })
  let last = b.rows.len() - 1
  figure(alt: b.summary, kind: "sheet", supplement: none, table(
    columns: b.columns.map(c => if "widthCm" in c { c.widthCm * 1cm } else { 1fr }),
    align: (x, y) => if y == 0 { center + horizon } else { side(b.columns.at(x)) + top },
    fill: (x, y) => if y == 0 { luma(235) } else { none },
    table.header(repeat: true, ..b.columns.map(c => strong(said(c.title)))),
    ..b.rows.enumerate().map(((i, r)) => r.map(cell => table.cell(breakable: false,
      if b.at("total", default: false) and i == last { strong(said(cell)) } else { said(cell) }))).flatten()
  ))
}
#show figure.where(kind: "sheet"): set block(breakable: true)
#show figure.where(kind: "sheet"): set align(left)

#let chart-of(b) = {
  let most = calc.max(1, ..b.bars.map(bar => bar.values.sum(default: 0)))
  let bar-of(bar) = grid(
    columns: bar.values.map(v => if v == 0 { 0pt } else { v * 1fr }) + ((most - bar.values.sum(default: 0)) * 1fr, 0.8cm),
    ..bar.values.enumerate().map(((i, v)) => if v == 0 { [] } else {
      rect(width: 100%, height: 0.62cm, inset: 0pt, stroke: 0.4pt + white, fill: rgb(b.parts.at(i).shade),
        align(center + horizon, text(size: points(14), fill: if calc.odd(i) { black } else { white }, figures(v))))
    }), [], align(right + horizon, text(size: points(14), figures(bar.values.sum(default: 0)))))
  let key(p) = box[#box(baseline: 0.05cm, rect(width: 0.35cm, height: 0.35cm, fill: rgb(p.shade))) #text(size: points(14), p.name)]
  let used = b.parts.enumerate().filter(((i, p)) => b.bars.any(bar => bar.values.at(i) > 0)).map(((i, p)) => p)
  block(breakable: false, figure(
    kind: "chart", supplement: none, numbering: none, gap: 0.3cm,
    alt: b.title + ": " + b.bars.map(bar => bar.label + " " + bar.values.enumerate().filter(((i, v)) => v > 0).map(((i, v)) => b.parts.at(i).name + " " + str(v)).join(", ", default: "-")).join("; "),
    caption: figure.caption(position: bottom, said(b.title)),
    align(left, stack(spacing: 0.3cm,
      grid(columns: (2.4cm, 1fr), row-gutter: 0.22cm, align: horizon, ..b.bars.map(bar => (said(bar.label), bar-of(bar))).flatten()),
      pad(left: 2.4cm, used.map(key).join(h(0.5cm)))))))
}

#let signature-of(b) = block(breakable: false, width: 100%,
  pad(left: 40%, align(center, b.lines.map(l => if l == "" { "\u{a0}" } else { said(l) }).join(linebreak()))))

#let lines-of(b) = for n in range(b.count) {
  block(above: points(if n == 0 { 20 } else { 24 }), line(length: 100%, stroke: (thickness: 0.6pt, dash: "dotted")))
}

#let contents-of(b) = {
  align(center, text(size: points(20), weight: "bold", b.title))
  outline(title: none, depth: 2, indent: 0.8cm)
}

#let block-of(b) = {
  if b.kind == "emblem" { align(center, emblem(b.heightCm * 1cm)) }
  else if b.kind == "title" { align(center, text(size: points(b.points), weight: "bold", said(b.text))) }
  else if b.kind == "heading" { heading-of(b) }
  else if b.kind == "paragraph" { paragraph-of(b) }
  else if b.kind == "clause" { clause-of(b) }
  else if b.kind == "fields" { fields-of(b) }
  else if b.kind == "letter-head" { letter-head-of(b) }
  else if b.kind == "memo-head" { memo-head-of(b) }
  else if b.kind == "table" { table-of(b) }
  else if b.kind == "chart" { chart-of(b) }
  else if b.kind == "signature" { signature-of(b) }
  else if b.kind == "space" { v(b.lines * points(20)) }
  else if b.kind == "lines" { lines-of(b) }
  else if b.kind == "fill" { v(1fr) }
  else if b.kind == "page-break" { pagebreak() }
  else if b.kind == "contents" { contents-of(b) }
}

#for (i, s) in d.sections.enumerate() {
  // Said on the page before, so that the first page of the section already counts as its first.
  if s.at("restart", default: false) and i > 0 { counter(page).update(1) }
  let how = s.at("numbered", default: "")
  set page(
    paper: "a4", flipped: s.at("landscape", default: false),
    margin: (left: 3cm, right: 2cm, top: 2.5cm, bottom: 2cm),
    header-ascent: 0.9cm,
    numbering: if how == "" { none } else if how == "letters" { letters } else { figures },
    number-align: center + top,
    header: if how == "" { none } else {
      context {
        let n = counter(page).get().first()
        if how == "letters" { align(center, letters(n)) }
        else if how == "figures" or n > 1 { align(center, "– " + figures(n) + " –") }
      }
    })
  for b in s.blocks {
    if b.at("sticky", default: false) { block(width: 100%, sticky: true, above: points(9), below: points(9), block-of(b)) }
    else { block-of(b) }
  }
}
`;

/// A drawing with its caption and its figures as a table, for whoever cannot see it.
struct Figure {
  /// Unique in the page, letters and digits.
  let id: String
  let title: String
  /// What the drawing shows, in a sentence or two.
  let summary: String
  let width: Double
  let height: Double
  /// SVG elements.
  let drawing: [String]
  let head: [String]
  let rows: [[String]]

  /// The figure as HTML.
  var html: String {
    """
    <figure>
    <figcaption><h3>\(Markup.text(title))</h3><p>\(Markup.text(summary))</p></figcaption>
    <div class="wide"><svg role="img" aria-labelledby="\(id)t \(id)d" viewBox="0 0 \(Markup.number(width)) \(Markup.number(height))" \
    width="\(Markup.number(width))" height="\(Markup.number(height))">
    <title id="\(id)t">\(Markup.text(title))</title><desc id="\(id)d">\(Markup.text(summary))</desc>
    \(drawing.joined(separator: "\n"))
    </svg></div>
    <details><summary>The figures</summary>\(Markup.table(head, rows))</details>
    </figure>
    """
  }
}

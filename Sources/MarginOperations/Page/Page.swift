/// One HTML file that needs nothing else: no script, no font, no picture from elsewhere, and a policy in it that forbids them.
struct Page {
  let title: String
  /// One line under the title.
  let subtitle: String
  /// HTML, in order.
  let sections: [String]

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(Markup.text(title))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    <header><h1>\(Markup.text(title))</h1><p>\(Markup.text(subtitle))</p></header>
    \(sections.joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  static func section(_ title: String, _ body: String) -> String { "<section><h2>\(Markup.text(title))</h2>\n\(body)\n</section>" }

  static func paragraph(_ raw: String) -> String { "<p>\(Markup.text(raw))</p>" }

  /// Loss is vermilion and gain is blue: told apart by every kind of colour vision, and signs stand beside them.
  private static let style = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d0d7de;--loss:#c2410c;--gain:#1d5fa8;--mark:#7a5c00}
    @media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e6e9ec;--soft:#9aa4ae;--rule:#3a424b;--loss:#ff8a5c;--gain:#6fb1ff;\
    --mark:#e3b341}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
    h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--rule)}
    h3{font-size:1rem;margin:0}header p,figcaption p{margin:.1rem 0 .6rem;color:var(--soft)}
    figure{margin:1.4rem 0}.wide{overflow-x:auto}svg{display:block;font-size:13px}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{padding:.15rem .8rem .15rem 0;text-align:left;font-weight:400;vertical-align:top}thead th{color:var(--soft)}
    .n{text-align:right}tbody tr{border-top:1px solid var(--rule)}
    summary{cursor:pointer;color:var(--soft)}
    .verdict{font-weight:600}.holds{color:var(--gain)}.fails{color:var(--loss)}
    svg .ink{fill:var(--ink)}svg .soft{fill:var(--soft)}svg .strong{fill:var(--ink);font-weight:600}
    svg .loss{fill:var(--loss)}svg .gain{fill:var(--gain)}svg .axis{stroke:var(--soft)}svg .grid{stroke:var(--rule)}
    svg .frame{fill:none;stroke:var(--ink);stroke-width:2}svg .cell{fill:none;stroke:var(--rule)}
    svg .curve{fill:none;stroke:var(--gain);stroke-width:2}svg .other{fill:none;stroke:var(--loss);stroke-width:1.2}
    svg .dot{fill:var(--mark);stroke:var(--paper)}
    @media print{details{display:none}}
    """
}

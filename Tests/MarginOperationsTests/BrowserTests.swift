import Foundation
import MarginModel
import MarginOperations
import RiskEngine
import Testing

/// The pages in a real browser, where one is installed: Chromium lays them out, light and dark, and a script in a copy measures them.
@Suite(.enabled(if: Browser.path != nil, "no chromium, chromium-browser or google-chrome on this machine"), .serialized)
struct BrowserTests {
  static let pages: [(name: String, html: @Sendable () throws -> String)] = [
    ("portfolio-scan", { try MarginPageTests.page("portfolio-scan", "refused") }),
    ("tiered-collateral", { try MarginPageTests.page("tiered-collateral", "accepted") }),
    ("isolated-margin", { try MarginPageTests.page("isolated-margin", "accepted") }),
    ("backtest", { try BrowserTests.backtest() }),
  ]

  static func backtest() throws -> String {
    let closes = try PriceHistory(csv: Fixture.bytes("fixtures/markets/daily-closes.csv"), file: "daily-closes.csv")
    let settings = try Backtest.Settings(
      model: .scaledVolatility, window: 100, confidence: #require(Rational("0.99")), multiple: 2, decay: #require(Rational("0.94")))
    return BacktestPage([("BTC=1", try Backtest(closes, book: [("BTC", 1)], settings: settings))], file: "daily-closes.csv").html
  }

  @Test(arguments: 0..<4, [false, true])
  func everyDrawingIsInItsFrameAndEveryTextCanBeRead(number: Int, isDark: Bool) throws {
    let html = try Self.pages[number].html()
    let measured = try Browser.measure(html, isDark: isDark)
    #expect(measured["drawings"] == "\(html.components(separatedBy: "<svg ").count - 1)" && measured["drawings"] != "0")
    #expect(measured["outside"] == "", "texts beyond their drawing: \(measured["outside"] ?? "")")
    #expect(measured["overlaps"] == "", "texts on each other: \(measured["overlaps"] ?? "")")
    #expect(measured["loaded"] == "0" && measured["unnamed"] == "0")
    // WCAG 2.1 asks for 4.5 of text.
    let contrast = try #require(measured["contrast"].flatMap(Double.init))
    #expect(contrast >= 4.5)
    #expect(measured["dark"] == (isDark ? "true" : "false"))
  }

  @Test func thePolicyInThePageStopsScripts() throws {
    let html = try Self.pages[0].html().replacingOccurrences(
      of: "</body>", with: "<script>document.title='ran'</script></body>")
    let title = try Browser.dump(html, isDark: false).firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.1) }
    #expect(title == "Margin report: portfolio-scan")
  }
}

/// A headless Chromium.
enum Browser {
  static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in ["/usr/bin/", "/usr/local/bin/", "/snap/bin/"].map { $0 + name } }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Figures that a script finds in a copy of a page without its policy.
  static func measure(_ html: String, isDark: Bool) throws -> [String: String] {
    let policy = try #require(html.firstMatch(of: /<meta http-equiv="Content-Security-Policy"[^>]*>/)).range
    var copy = html
    copy.removeSubrange(policy)
    copy = copy.replacingOccurrences(of: "</body>", with: "<script>\(script)</script></body>")
    let dumped = try dump(copy, isDark: isDark)
    var values: [String: String] = [:]
    for match in dumped.matches(of: /data-m-([a-z]+)="([^"]*)"/) { values[String(match.1)] = String(match.2) }
    return values
  }

  static func dump(_ html: String, isDark: Bool) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("marginproof-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (page, out) = (folder.appendingPathComponent("page.html"), folder.appendingPathComponent("out"))
    try Data(html.utf8).write(to: page)
    try Data().write(to: out)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--user-data-dir=\(folder.path)/profile",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--window-size=1000,1400", "--dump-dom", page.absoluteString,
    ]
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: try Data(contentsOf: out), as: UTF8.self)
  }

  /// Writes what it finds as attributes of the body.
  private static let script = """
    const say=(k,v)=>document.body.setAttribute('data-m-'+k,String(v).replaceAll('"',"'"));
    const drawings=[...document.querySelectorAll('svg')];
    say('drawings',drawings.filter(s=>s.getBoundingClientRect().width>50&&s.getBoundingClientRect().height>10).length);
    const outside=[],overlaps=[];
    for(const s of drawings){
      const r=s.getBoundingClientRect();
      const texts=[...s.querySelectorAll('text')].map(t=>[t.textContent,t.getBoundingClientRect()]);
      for(const [n,b] of texts)if(b.left<r.left-1||b.right>r.right+1||b.top<r.top-1||b.bottom>r.bottom+1)outside.push(n);
      for(let i=0;i<texts.length;i++)for(let j=i+1;j<texts.length;j++){
        const [n,a]=texts[i],[m,b]=texts[j];
        if(a.left<b.right-1&&b.left<a.right-1&&a.top<b.bottom-4&&b.top<a.bottom-4)overlaps.push(n+' | '+m);
      }
    }
    say('outside',outside.slice(0,5).join('; '));say('overlaps',overlaps.slice(0,5).join('; '));
    say('loaded',performance.getEntriesByType('resource').length);
    say('unnamed',drawings.filter(s=>!s.getAttribute('aria-labelledby').split(' ').every(i=>document.getElementById(i)?.textContent))
      .length);
    const rgb=c=>c.match(/[\\d.]+/g).slice(0,3).map(Number);
    const light=c=>{const [r,g,b]=rgb(c).map(v=>{v/=255;return v<=.03928?v/12.92:((v+.055)/1.055)**2.4});return .2126*r+.7152*g+.0722*b};
    const ratio=(a,b)=>{const [x,y]=[light(a),light(b)].sort((p,q)=>q-p);return (x+.05)/(y+.05)};
    const paper=getComputedStyle(document.body).backgroundColor;
    let least=21;
    for(const e of document.querySelectorAll('h1,h2,h3,p,td,th,summary,code,.verdict'))
      least=Math.min(least,ratio(getComputedStyle(e).color,paper));
    for(const t of document.querySelectorAll('svg text')){
      const ink=getComputedStyle(t).fill;
      const cell=t.parentNode.querySelector&&t.parentNode.tagName==='g'?t.parentNode.querySelector('rect[fill-opacity]'):null;
      let ground=paper;
      if(cell){const o=Number(cell.getAttribute('fill-opacity')),f=rgb(getComputedStyle(cell).fill),p=rgb(paper);
        ground='rgb('+f.map((v,i)=>v*o+p[i]*(1-o)).join(',')+')';}
      least=Math.min(least,ratio(ink,ground));
    }
    say('contrast',least.toFixed(2));
    say('dark',matchMedia('(prefers-color-scheme: dark)').matches);
    """
}

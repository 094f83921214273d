/// The page's look: Okabe-Ito colours, system fonts, light and dark, and print on A4.
///
/// It holds none of `<`, `>` and `&`, which HTML and XHTML read differently within a style sheet.
enum StyleSheet {
  /// The sheet as it stands in the page's head.
  static let text = colours + page + parts + tables + plots + print

  private static let colours = """

    :root{--paper:#fff;--ink:#1b2127;--soft:#5b6670;--rule:#d9dfe5;--wash:#f5f7f9;
    --accent:#0072b2;--bar:#66acd4;--second:#7a858f;--third:#009e73;--warn:#b34700;--leak:#d55e00;--alarm:#c00000;
    --good:#00704f;--cell:#00527f;--leakcell:#8a3c00;--reversed:#fff;--h0:#0072b2;--h1:#d55e00;
    --h2:#009e73;--h3:#cc79a7;--h4:#e69f00;--h5:#56b4e9}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#13171b;--ink:#e4e8ec;
    --soft:#9aa5b0;--rule:#2e363e;--wash:#1b2127;--accent:#56b4e9;--bar:#3b7fa8;--second:#98a3ad;
    --third:#2fbf95;--warn:#f39a5c;--leak:#e8803c;--alarm:#ff6b6b;--good:#4cc9a0;--cell:#56b4e9;--leakcell:#f0995c;
    --reversed:#0a0e12;--h0:#56b4e9;--h1:#e8803c;--h2:#2fbf95;--h3:#d99abd;--h4:#e6b84a;
    --h5:#a9b4be}}

    """

  private static let page = """
    *{box-sizing:border-box}
    html{background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,
    'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;-webkit-text-size-adjust:100%}
    body{margin:0}
    main{max-width:868px;margin:0 auto;padding:56px 24px 40px}
    h1,h2,h3,h4,p,ul,dl,dd,figure{margin:0;padding:0}
    h1{font-size:30px;line-height:1.2;font-weight:650;letter-spacing:-.015em;
    overflow-wrap:anywhere}
    h2{font-size:21px;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin-bottom:6px;
    overflow-wrap:anywhere}
    h4{font-size:15px;line-height:1.4;font-weight:650;overflow-wrap:anywhere}
    section{margin-top:60px;padding-top:22px;border-top:1px solid var(--rule)}
    .overline{font-size:12px;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);
    margin-bottom:6px}
    .lead,.note,.plainlist{color:var(--soft);font-size:15px;max-width:46em;
    overflow-wrap:anywhere}
    .plainlist{list-style:none}
    .plainlist li{margin-top:4px}
    .plainlist b{color:var(--ink);font-weight:600}
    .soft{color:var(--soft)}
    footer{margin-top:60px;padding-top:14px;border-top:1px solid var(--rule);
    color:var(--soft);font-size:13px;overflow-wrap:anywhere}

    """

  private static let parts = """
    .alarm{margin-top:20px;padding:10px 16px;border:2px solid var(--alarm);color:var(--alarm);
    font-weight:600}
    .warnings{margin-top:20px;padding:2px 0 2px 16px;border-left:3px solid var(--leak);
    font-size:15px}
    .warnings ul{list-style:none}
    .warnings li{overflow-wrap:anywhere}
    .warnings li:first-child{font-weight:600}
    .headline{display:grid;grid-template-columns:270px 1fr;gap:8px 36px;margin-top:40px;
    align-items:center}
    .big{font-size:84px;line-height:1;font-weight:600;letter-spacing:-.04em;
    font-variant-numeric:tabular-nums}
    .range{font-size:14px;color:var(--soft);font-variant-numeric:tabular-nums}
    .strip{display:block;margin:12px 0 8px -5px}
    .meaning p{color:var(--soft);max-width:34em;overflow-wrap:anywhere}
    .tiles{grid-column:1/-1;display:grid;grid-template-columns:repeat(4,1fr);gap:16px;
    margin-top:26px}
    .tiles div{border-top:1px solid var(--rule);padding-top:10px}
    .tiles dt{font-size:13px;color:var(--soft)}
    .tiles dd{font-size:24px;line-height:1.3;font-weight:600;letter-spacing:-.02em;
    font-variant-numeric:tabular-nums}
    .tiles dd.soft{font-size:13px;font-weight:400;letter-spacing:0}
    .code{color:var(--accent)}
    .tag{display:inline-block;padding:0 7px;border:1px solid var(--rule);border-radius:9px;
    font-size:12px;line-height:17px;font-weight:500;color:var(--soft);letter-spacing:0;
    vertical-align:.1em;white-space:normal}
    .tag.warn{color:var(--warn);border-color:var(--warn)}
    .tag.good{color:var(--good);border-color:var(--good)}
    section.leaky{border:2px dashed var(--leak);border-radius:6px;padding:22px 20px 24px;
    margin-left:-22px;margin-right:-22px}
    section.leaky{--accent:var(--leak);--cell:var(--leakcell);--bar:var(--leak)}
    section.leaky .code,.note{color:var(--warn)}
    .facts{display:grid;grid-template-columns:minmax(110px,max-content) 1fr;gap:7px 24px;
    font-size:14px;margin-top:14px}
    .facts dt{color:var(--soft)}
    .facts dd{overflow-wrap:anywhere;white-space:pre-wrap}

    """

  private static let tables = """
    .scroll{overflow-x:auto;margin-top:22px}
    table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;
    font-variant-numeric:tabular-nums}
    th,td{padding:6px 10px;text-align:right;vertical-align:baseline;
    border-bottom:1px solid var(--rule)}
    th:first-child{text-align:left;padding-left:0}
    td:last-child,th:last-child{padding-right:0}
    thead th{font-weight:600;font-size:13px;color:var(--soft);border-bottom-color:var(--soft)}
    tbody th{font-weight:400;min-width:9em;overflow-wrap:anywhere}
    td .number{font-weight:600}
    td .soft{font-size:12px;white-space:nowrap;margin-left:6px}
    .stacked .range{display:block}
    .stacked .number+.soft{margin-left:2px}
    .stacked td{padding-left:6px}
    .narrow{width:auto;min-width:64%}
    td.leaky .number{font-weight:400;font-style:italic}
    td.leaky,thead th.leaky{color:var(--warn)}

    """

  private static let plots = """
    figure{margin-top:30px}
    figcaption{font-size:13px;line-height:1.45;color:var(--soft);margin-top:8px;max-width:56em}
    .pair{display:grid;grid-template-columns:1fr 1fr;gap:0 20px}
    .pair figure{min-width:0;display:flex;flex-direction:column}
    .pair .plot{margin-top:auto}
    .plot{display:block;width:100%;height:auto;margin-top:12px}
    .shared{position:absolute}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13px;
    color:var(--soft);margin-top:4px}
    .legend li{display:flex;align-items:center;gap:7px;overflow-wrap:anywhere}
    .probabilities{font-variant-numeric:tabular-nums}
    .swatch{flex:none}
    svg text{font-size:12px;fill:var(--ink);font-variant-numeric:tabular-nums}
    svg .tick{font-size:11px;fill:var(--soft)}
    svg .small{font-size:10px}
    svg .strong{font-weight:600}
    svg .warn{fill:var(--warn)}
    svg .middle{text-anchor:middle}
    svg .end{text-anchor:end}
    svg .faint{fill:var(--soft)}
    svg .reversed{fill:var(--reversed)}
    .accent{--c:var(--accent)}.second{--c:var(--second)}.third{--c:var(--third)}
    .leak{--c:var(--leak)}.inkline{--c:var(--ink)}
    .hue0{--c:var(--h0)}.hue1{--c:var(--h1)}.hue2{--c:var(--h2)}.hue3{--c:var(--h3)}
    .hue4{--c:var(--h4)}.hue5{--c:var(--h5)}
    .grid{stroke:var(--rule);stroke-width:1}
    .axis{stroke:var(--second);stroke-width:1}
    .ideal{stroke:var(--second);stroke-width:1;stroke-dasharray:4 4}
    .curve{fill:none;stroke:var(--c);stroke-width:1.8;stroke-linejoin:round}
    .thin{stroke-width:1;stroke-opacity:.55}
    .dashed{stroke-dasharray:6 4}
    .dotted{stroke-dasharray:2 3}
    .dot{fill:var(--c);stroke:var(--paper);stroke-width:1}
    .hollow{fill:var(--paper);stroke:var(--c);stroke-width:1.6}
    .whisker{stroke:var(--c);stroke-width:1.6}
    .whisker.leak{stroke-dasharray:3 2}
    .rail{stroke:var(--rule);stroke-width:2;stroke-linecap:round}
    .band{stroke:var(--c);stroke-width:5;stroke-opacity:.45;stroke-linecap:round}
    .bar{fill:var(--c)}
    rect.bar.accent{fill:var(--bar)}
    rect.bar.second{opacity:.5}
    .hatched{fill:url(#hatch);stroke:var(--c);stroke-width:1}
    .hatchline{stroke:var(--leak);stroke-width:3;stroke-opacity:.6}
    .vacant{fill:var(--wash)}
    .cell{fill:var(--cell)}
    .diagonal{stroke:var(--soft);stroke-width:1}
    .trace{fill:none;stroke:var(--ink);stroke-width:.9;stroke-linejoin:round}
    .area{fill:var(--c);fill-opacity:.35;stroke:var(--c);stroke-width:.8}
    @media screen and (max-width:720px){figure{overflow-x:auto}
    .headline,.pair{grid-template-columns:1fr}
    .tiles{grid-template-columns:1fr 1fr}section.leaky{margin-left:-12px;margin-right:-12px}}

    """

  private static let print = """
    @page{size:A4;margin:16mm 15mm 17mm}
    @media print{:root{--ink:#000;--soft:#333;--rule:#bbb;--wash:#f7f7f7}
    main{max-width:none;padding:0;zoom:.82}
    section{margin-top:36px}
    .split{break-before:page}
    section.leaky{margin-left:0;margin-right:0;padding:14px;box-decoration-break:clone}
    h1,h2,h4,.lead,.note{break-after:avoid}
    figure,tr,p,.headline,.warnings,.pair,.scroll{break-inside:avoid}
    .scroll{overflow:visible}
    .plot{print-color-adjust:exact;-webkit-print-color-adjust:exact}}

    """
}

/** The report's style sheet. Both colour schemes reach a contrast of 4.5 to 1 for every text. */
export const style = `
:root{color-scheme:light dark;--page:#fbfbfa;--raised:#fff;--text:#1b1e22;--muted:#59606a;--line:#dfe1e4;--strong:#8a9099;--link:#0b5cad;--code:#f3f4f5;
--violated:#a30d1c;--violated-tint:#fcebec;--unverified:#784a00;--unverified-tint:#fcf2da;--excepted:#692f9c;--excepted-tint:#f4ecfb;
--attested:#0b5885;--attested-tint:#e5f1f9;--verified:#12623a;--verified-tint:#e5f4eb;--not-applicable:#535a63;--not-applicable-tint:#eeeff1}
@media (prefers-color-scheme:dark){:root{--page:#131619;--raised:#1a1e22;--text:#e7e9eb;--muted:#a3aab2;--line:#2e343a;--strong:#6b737c;--link:#8cc2f7;--code:#22272c;
--violated:#ffa3a3;--violated-tint:#3b1b1e;--unverified:#f0c878;--unverified-tint:#34290f;--excepted:#d6b6f6;--excepted-tint:#2d213a;
--attested:#95cef3;--attested-tint:#11293a;--verified:#8bdaa8;--verified-tint:#12301f;--not-applicable:#b3b9c0;--not-applicable-tint:#282d32}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.page{max-width:66rem;margin-inline:auto;padding-inline:1.25rem}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h1{font-size:clamp(1.7rem,1.3rem + 2vw,2.5rem);line-height:1.15;font-weight:680;letter-spacing:-.022em}
h2{font-size:1.4rem;line-height:1.25;font-weight:660;letter-spacing:-.014em;margin:0 0 .4rem}
h3{font-size:1.02rem;font-weight:640}
h4{font-size:.95rem;font-weight:620;margin:0 0 .35rem}
ul,ol{list-style:none}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.18em}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem;top:.5rem;background:var(--raised);padding:.5rem 1rem;z-index:2}
.skip:focus{left:1rem}
.muted{color:var(--muted)}
.number{font-variant-numeric:tabular-nums}
.lead{color:var(--muted);max-width:46rem;margin-bottom:1.1rem}
main>section{margin-top:3.5rem}
.top{padding-top:2.6rem}
.brand{font-size:.8rem;letter-spacing:.09em;text-transform:uppercase;color:var(--muted);margin-bottom:.9rem}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin-top:1.2rem;font-size:.94rem}
.facts dt{color:var(--muted)}
.notice{border-left:3px solid var(--unverified);background:var(--unverified-tint);color:var(--unverified);padding:.6rem .9rem;margin-top:1.2rem}
.figures{display:grid;grid-template-columns:1fr 1fr;gap:1.2rem 3rem;border-block:1px solid var(--line);padding:1.6rem 0}
.figure strong{display:block;font-size:clamp(2.3rem,1.6rem + 3.2vw,3.5rem);line-height:1;font-weight:640;letter-spacing:-.035em;margin:.35rem 0 .5rem}
.bar{display:block;width:100%;height:.5rem;border-radius:.25rem;margin:.2rem 0 .55rem;background:var(--line)}
.bar rect{fill:var(--bar)}
.compliance{--bar:var(--verified)}.coverage{--bar:var(--attested)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--muted);font-size:.84rem}
tbody th{color:var(--text);font-size:inherit;white-space:nowrap}
.levels{margin-top:.4rem}
.levels .bar{height:.32rem;margin:.35rem 0 0}
.levels td{width:42%}.levels :is(th,td):last-child{padding-right:0}
.scroll{overflow-x:auto}.scroll :is(th,td){white-space:nowrap}.scroll :is(th,td):first-child{white-space:normal;min-width:15rem}
.status,.severity{display:inline-block;justify-self:start;white-space:nowrap;font-size:.8rem;font-weight:600;line-height:1.2;padding:.24rem .55rem;border-radius:.3rem}
.severity{font-weight:640}
.violated,.critical,.high{color:var(--violated);background:var(--violated-tint)}
.unverified,.medium{color:var(--unverified);background:var(--unverified-tint)}
.excepted{color:var(--excepted);background:var(--excepted-tint)}
.attested,.low{color:var(--attested);background:var(--attested-tint)}
.verified{color:var(--verified);background:var(--verified-tint)}
.not-applicable,.info{color:var(--not-applicable);background:var(--not-applicable-tint)}
.critical{outline:1px solid currentColor;outline-offset:-1px}
.mend li{display:grid;grid-template-columns:5.2rem 1fr max-content;gap:.1rem 1rem;align-items:baseline;padding:.65rem 0;border-top:1px solid var(--line)}
.mend .muted{font-size:.88rem}
.filters{display:grid;gap:.9rem;background:var(--raised);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.1rem;margin-bottom:1.6rem}
.filters[hidden]{display:none}
.filters fieldset{border:0;margin:0;padding:0;min-width:0}
.filters legend,.filters label{font-size:.84rem;font-weight:600;color:var(--muted);padding:0;margin-bottom:.35rem;display:block}
.toggles{display:flex;flex-wrap:wrap;gap:.45rem}
button,select,input{font:inherit;font-size:.92rem;color:inherit;background:var(--page);border:1px solid var(--strong);border-radius:.4rem;padding:.42rem .7rem;min-height:2.5rem;max-width:100%}
button{cursor:pointer}
button[aria-pressed=true]{border-color:currentColor;box-shadow:inset 0 0 0 1px currentColor;font-weight:640}
button[aria-pressed=true].toggle{color:var(--own);background:var(--own-tint)}
.own-violated{--own:var(--violated);--own-tint:var(--violated-tint)}.own-unverified{--own:var(--unverified);--own-tint:var(--unverified-tint)}.own-excepted{--own:var(--excepted);--own-tint:var(--excepted-tint)}.own-attested{--own:var(--attested);--own-tint:var(--attested-tint)}.own-verified{--own:var(--verified);--own-tint:var(--verified-tint)}.own-not-applicable{--own:var(--not-applicable);--own-tint:var(--not-applicable-tint)}
.toggle b{color:var(--own)}
.fields{display:grid;grid-template-columns:2fr 1.4fr 1fr;gap:.9rem}
.fields>*>select,.fields>*>input{width:100%}
.outcome{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center}
.outcome output{margin-right:auto;font-size:.92rem}
kbd{font:inherit;font-size:.85em;border:1px solid var(--strong);border-radius:.25rem;padding:0 .35rem}
.section{margin-top:2.2rem}
.section>header{display:flex;flex-wrap:wrap;gap:.1rem 1rem;align-items:baseline;justify-content:space-between;padding-bottom:.45rem;border-bottom:2px solid var(--line)}
.section>header p{font-size:.86rem;color:var(--muted)}
.requirement{border-bottom:1px solid var(--line)}
.requirement>summary{display:grid;grid-template-columns:8.6rem 4.2rem minmax(0,1fr) 4.2rem max-content .6rem;gap:.2rem .9rem;align-items:baseline;padding:.68rem .3rem;cursor:pointer;list-style:none}
.requirement>summary::-webkit-details-marker{display:none}
.requirement>summary:hover .title{color:var(--link)}
.requirement>summary::after{content:"";grid-column:-2;justify-self:end;width:.42rem;height:.42rem;border:solid var(--strong);border-width:0 2px 2px 0;transform:translateY(-.2rem) rotate(45deg)}
.requirement[open]>summary::after{transform:rotate(225deg)}
.id{font-weight:640;font-variant-numeric:tabular-nums;white-space:nowrap}
.level{font-size:.78rem;font-weight:600;color:var(--muted);letter-spacing:.03em}
.system{font-size:.86rem;color:var(--muted);min-width:5rem}
.gist{display:block;font-size:.88rem;color:var(--muted);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.title{min-width:0}
.requirement[open]>summary .gist{display:none}
.requirement[open]>summary .title{font-weight:620}
.requirement:target>summary{background:var(--code)}
.body{padding:.5rem 0 1.6rem 9.8rem;display:grid;gap:1.3rem;grid-template-columns:minmax(0,1fr)}
.parts{font-size:.92rem;display:grid;gap:.4rem}
.parts li{display:grid;grid-template-columns:8.6rem 1fr;gap:.2rem .8rem;align-items:baseline}
.attestation{display:block;margin-top:.2rem;color:var(--attested)}
.finding{border-left:3px solid var(--violated);padding:.1rem 0 .1rem 1.1rem;display:grid;gap:.75rem;grid-template-columns:minmax(0,1fr)}
.finding.covered{border-color:var(--excepted)}
.finding h4{margin:0}
.finding header p{display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:baseline;margin-bottom:.45rem}
.problem{max-width:46rem}
.problems{list-style:disc;padding-left:1.2rem;display:grid;gap:.3rem}
.plain{font-size:.9rem;color:var(--muted)}
.because{color:var(--excepted)}
.fix figcaption{font-size:.84rem;font-weight:600;color:var(--muted);margin-bottom:.3rem}
pre{margin:0;background:var(--code);border-radius:.4rem;padding:.75rem .9rem;white-space:pre-wrap;line-height:1.5;tab-size:2}
.evidence{font-size:.88rem}
.evidence summary,.all>summary{cursor:pointer;color:var(--muted);width:max-content;max-width:100%}
.evidence dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem .9rem;margin:.6rem 0 0}
.evidence dt{color:var(--muted)}
.requests{display:grid;gap:.5rem;margin:.6rem 0 0;padding-left:.8rem;border-left:1px solid var(--line)}
.list{display:grid;gap:.8rem}
.ways>li{display:grid;grid-template-columns:3.2rem minmax(0,1fr);gap:0 1rem;padding:.85rem 0;border-top:1px solid var(--line)}
.more{margin-top:.4rem;border-top:1px solid var(--line);padding-top:.9rem}.more>summary{cursor:pointer;color:var(--muted);width:max-content;max-width:100%}
.ways .sum{font-size:1.35rem;line-height:1.2;font-weight:640;color:var(--unverified);text-align:right}
.ways details{margin-top:.35rem;font-size:.9rem}
.ways summary{cursor:pointer;color:var(--muted);width:max-content;max-width:100%}
.ways details ul{margin-top:.4rem;display:grid;gap:.4rem}
.ids a{white-space:nowrap}.ids{font-size:.9rem;line-height:1.9}
.troubles>li{padding:.8rem 0;border-top:1px solid var(--line);display:grid;gap:.2rem}
.legend{margin-top:1.1rem;display:grid;grid-template-columns:8.6rem minmax(0,1fr);gap:.6rem .9rem;font-size:.92rem;align-items:baseline}
.all{margin-top:1.2rem}.all .scroll{margin-top:.8rem}
footer{margin-block:4rem 3rem;padding-top:1.4rem;border-top:1px solid var(--line);font-size:.88rem;color:var(--muted)}
[hidden]{display:none!important}
@media (max-width:46rem){
.page{padding-inline:1rem}.top{padding-top:1.6rem}.figures{gap:1rem 1.4rem}.fields{grid-template-columns:1fr}main>section{margin-top:2.8rem}
.requirement>summary{grid-template-columns:max-content max-content 1fr max-content .6rem;padding:.75rem 0}.title{grid-column:1/-1;grid-row:2}.requirement>summary::after{grid-row:1}.system{min-width:0}
.body{padding:.5rem 0 1.4rem}.parts li,.legend{grid-template-columns:1fr;gap:.25rem}.legend dd{margin-bottom:.6rem}.parts .status,.legend .status{justify-self:start}
.mend li{grid-template-columns:max-content 1fr}.mend li>:nth-child(2){grid-column:1/-1;grid-row:2}.mend li>:nth-child(3){justify-self:end}
.ways>li{grid-template-columns:2.2rem minmax(0,1fr);gap:0 .8rem}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}
.finding{padding-left:.8rem}.evidence dl{grid-template-columns:1fr;gap:0}.evidence dd{margin-bottom:.3rem}
}
@media print{
:root{color-scheme:light;--page:#fff;--raised:#fff;--text:#000;--muted:#444;--line:#ccc;--strong:#888;--link:#000;--code:#f3f4f5;
--violated:#a30d1c;--violated-tint:#fff;--unverified:#784a00;--unverified-tint:#fff;--excepted:#692f9c;--excepted-tint:#fff;
--attested:#0b5885;--attested-tint:#fff;--verified:#12623a;--verified-tint:#fff;--not-applicable:#535a63;--not-applicable-tint:#fff}
html{font-size:9.5pt}.page{max-width:none;padding:0}.gist{display:none}.filters,.skip{display:none!important}
details::details-content{content-visibility:visible!important;display:block!important;block-size:auto!important}
.body{padding-left:0}.finding,.mend li,.ways>li,.requirement>summary{break-inside:avoid}.requirement>summary::after{display:none}h2,h3,.section>header{break-after:avoid}
.status,.severity{padding:0}.scroll :is(th,td){white-space:normal!important;min-width:0!important}.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

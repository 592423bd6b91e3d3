// The report's looks, for light and dark surroundings, wide and narrow screens.

import { stateName, states } from "../states.ts";

const light = `
--paper:#f6f7f9;--card:#fff;--ink:#1d2229;--faint:#5d6773;--rule:#dfe3e8;--soft:#eef1f4;--link:#0b5bc4;--focus:#2f7fd8;
--succeeded:#1a7f4b;--cached:#0b7285;--failed:#c9252d;--skipped:#7b8591;--cancelled:#9a6200;--running:#1f6fd6;
--retrying:#9a6200;--interrupted:#7a4fd0;--none:#a8b0ba;--shade:#10182822;--bad:#fdf0f0;--bad-rule:#f0c4c6;--mild:#f3f5f7;`;
const dark = `
--paper:#0c1016;--card:#131920;--ink:#e4e9ef;--faint:#98a3b0;--rule:#28313b;--soft:#1b232c;--link:#76b1ff;--focus:#58a6ff;
--succeeded:#43b873;--cached:#3fb8c9;--failed:#ff7a76;--skipped:#828d99;--cancelled:#d9a13c;--running:#5aa5ff;
--retrying:#d9a13c;--interrupted:#b493ff;--none:#5b6671;--shade:#00000099;--bad:#2a1618;--bad-rule:#5b2a2d;--mild:#1a2129;`;

const frame = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,p,ul,figure{margin:0}
h1{font-size:1.45rem;line-height:1.25;letter-spacing:-.01em}
h2{font-size:1rem}
h3{font-size:1.2rem;line-height:1.3;display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .7rem}
h4{font-size:.95rem;margin-bottom:.45rem}
h5{font-size:.9rem}
small{font-weight:400;color:var(--faint);font-size:.85em}
a{color:var(--link);text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
article:focus-visible{outline:none}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
table{border-collapse:collapse;font-size:.92em}
th{font-weight:500;text-align:left}
.faint,.facts,.place{color:var(--faint)}
.number{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow:auto;max-width:100%}
.symbols{position:absolute;width:0;height:0}
header{padding:1.4rem clamp(1rem,3vw,2rem) .2rem}
header .title{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .9rem}
header .facts{margin-top:.3rem;font-size:.92em}
main{display:grid;grid-template-columns:minmax(0,1.35fr) minmax(0,1fr);gap:1.1rem;padding:1rem clamp(1rem,3vw,2rem) 2rem;align-items:start}
.overview{display:grid;gap:1.1rem;min-width:0}
.card,.failures,.details{background:var(--card);border:1px solid var(--rule);border-radius:10px;min-width:0}
.card{padding:1rem 1.1rem 1.1rem}
.card>h2{margin-bottom:.7rem}
.details{padding:0 1.2rem}
.scripted .details{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow:auto}
@media (max-width:1000px){main{grid-template-columns:minmax(0,1fr)}.scripted .details{position:static;max-height:none}}
@media print{.scripted .details{position:static;max-height:none}main{display:block}}`;

const signs = `
.icon{width:1.05rem;height:1.05rem;flex:none;fill:none;stroke:#fff;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;vertical-align:-.2rem}
.icon circle,symbol circle{stroke:none}
symbol circle{fill:var(--state)}
@media (prefers-color-scheme:dark){.icon{stroke:#0c1016;stroke-width:2}}
.badge{display:inline-flex;align-items:center;gap:.35rem;padding:.1rem .6rem .1rem .3rem;border-radius:99px;font-size:.82rem;font-weight:600;color:var(--state);background:color-mix(in srgb,var(--state) 12%,transparent);letter-spacing:0}
${[...states.map(stateName), "none"].map((state) => `.state-${state}{--state:var(--${state})}`).join("")}
.chips{display:flex;flex-wrap:wrap;gap:.35rem}
.chip{display:inline-flex;align-items:center;gap:.35rem;font:inherit;font-size:.84rem;color:var(--faint);background:none;border:1px solid var(--rule);border-radius:99px;padding:.08rem .65rem .08rem .25rem;cursor:pointer}
.chip b{color:var(--ink);font-weight:600}
.chip:hover{border-color:var(--state)}
.chip[aria-pressed=true]{border-color:var(--state);background:color-mix(in srgb,var(--state) 14%,transparent);color:var(--ink)}
html:not(.scripted) .chip{pointer-events:none}
html:not(.scripted) #filter{display:none}
.failures{padding:.9rem 1.1rem;background:var(--bad);border-color:var(--bad-rule)}
.failures h2{color:var(--failed)}
.failures ul{list-style:none;padding:0}
.failures li{margin-top:.5rem}
.failures li a{font-weight:600}
.alike{display:flex;flex-wrap:wrap;gap:0 1rem}
.failures .said{white-space:pre-wrap;max-height:7.5em;overflow:auto}`;

const picture = `
.dag{overflow:auto;max-height:min(74vh,54rem);
background:linear-gradient(var(--card) 40%,transparent) top/100% 3rem,linear-gradient(transparent,var(--card) 60%) bottom/100% 3rem,
linear-gradient(var(--shade),transparent) top/100% .8rem,linear-gradient(transparent,var(--shade)) bottom/100% .8rem;
background-repeat:no-repeat;background-attachment:local,local,scroll,scroll}
.dag svg{display:block;width:100%;height:auto;margin:auto}
.dag .pollux-picture .paper{fill:var(--card)}
.dag .pollux-picture>.paper{fill:none}
.dag .empty{color:var(--faint);padding:.5rem 0}
.dag .mark{font-weight:600;fill:var(--state)}
.dag .node>a>.mark{fill:var(--state)}
.dag .node>a{cursor:pointer}
.dag .node>a:hover{text-decoration:none}
.dag .node>a>.box{stroke:var(--state);stroke-width:1.6px}
.dag .pollux-picture .node>a>.bar,.dag .pollux-picture .node>.bar{fill:var(--state)}
.dag .pollux-picture .node>a>.group,.dag .pollux-picture .node>.group{fill:var(--state);stroke:var(--state);fill-opacity:.05}
.dag .node.state-failed>a>.box{fill:color-mix(in srgb,var(--failed) 9%,var(--card))}
.dag .pollux-picture .node.state-failed>a>.box,.dag .pollux-picture .node.state-failed>a>.group{stroke-width:2px}
.dag .node.state-skipped>a>text,.dag .node.state-none>text{opacity:.75}
.dag .node.state-skipped>a>.box,.dag .node.state-none>.box{stroke-dasharray:3 3;stroke:var(--none)}
.dag .node>a:hover>.box,.dag .node>a:hover>.group{stroke-width:2.4px}
.dag a:focus-visible{outline:none}
.dag a:focus-visible>.box,.dag a:focus-visible>.group,.dag a[aria-current]>.box{stroke:var(--focus);stroke-width:3px}`;

const lanes = `
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .9rem;margin-bottom:.6rem}
#filter{margin-left:auto;font:inherit;font-size:.88rem;padding:.2rem .6rem;border:1px solid var(--rule);border-radius:6px;background:var(--card);color:var(--ink);width:11.5rem;max-width:100%}
.lanes{--time:5.2rem;font-size:.92rem}
.axis,.line{display:grid;grid-template-columns:minmax(9rem,36%) var(--time) minmax(0,1fr);align-items:center;gap:.6rem}
.axis{grid-template-columns:calc(max(9rem,36%) + var(--time) + .6rem) minmax(0,1fr);color:var(--faint);font-size:.75rem;height:1.3rem}
.ticks{position:relative;height:100%}
.ticks i{position:absolute;font-style:normal;border-left:1px solid var(--rule);padding-left:.25rem;white-space:nowrap}
details.row>summary{list-style:none;cursor:pointer}
details.row>summary::-webkit-details-marker{display:none}
.line{min-height:1.85rem;border-radius:6px;padding:0 .3rem;margin:0 -.3rem}
.line:hover{background:var(--soft)}
.line:has(a[aria-current]){background:color-mix(in srgb,var(--focus) 13%,transparent)}
.name{display:flex;align-items:center;gap:.45rem;min-width:0;padding-left:calc(var(--depth)*1.15rem + 1rem);position:relative}
summary>.line>.name::before{content:"";position:absolute;left:calc(var(--depth)*1.15rem + .1rem);border:solid var(--faint);border-width:0 1.5px 1.5px 0;width:.36rem;height:.36rem;transform:rotate(-45deg);transition:transform .12s}
details[open]>summary>.line>.name::before{transform:rotate(45deg)}
.name a{color:var(--ink);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.name small{white-space:nowrap}
.line .time{color:var(--faint);font-size:.85em;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.track{position:relative;height:1.25rem;border-radius:4px;background:linear-gradient(var(--rule),var(--rule)) 0 50%/100% 1px no-repeat}
.track b{position:absolute;top:.22rem;bottom:.22rem;min-width:3px;border-radius:3px}
.track .waited{background:repeating-linear-gradient(90deg,var(--none) 0 3px,transparent 3px 6px);top:.56rem;bottom:.56rem;min-width:0;opacity:.8}
.track .pause{top:.56rem;bottom:.56rem;min-width:0;background:var(--retrying);opacity:.55}
.track .ran{background:var(--state)}
.track .ran.group{top:.42rem;bottom:.42rem;opacity:.45}
.track .ran.state-cached{background:none;box-shadow:inset 0 0 0 1.5px var(--cached);min-width:7px}
.track .ran.state-running{background:repeating-linear-gradient(115deg,var(--running) 0 6px,color-mix(in srgb,var(--running) 55%,transparent) 6px 12px)}
.activity{position:absolute;inset:0;width:100%;height:100%}
.activity .busy{fill:var(--succeeded);opacity:.55}
.activity .broken{fill:var(--failed)}
.more{color:var(--faint);font-size:.85em;padding:.1rem 0 .3rem calc(var(--depth)*1.15rem + 1rem)}
.filtered .row:not(.match),.filtered .more{display:none}
.empty::after{content:"No task fits.";color:var(--faint)}
@media (max-width:560px){
.axis{grid-template-columns:minmax(0,1fr)}.axis>:first-child{display:none}
.line{grid-template-columns:minmax(0,1fr) auto;row-gap:0;padding:.2rem .3rem}.track{grid-column:1/-1}
#filter{margin-left:0;width:100%}}`;

const details = `
article{padding:1.1rem 0 1.3rem;scroll-margin-top:.5rem}
article+article{border-top:1px solid var(--rule)}
.scripted article{display:none}
.scripted article.selected{display:block;border-top:0}
article>section,.reason{margin-top:1.15rem}
article>p{margin-top:.5rem}
article .facts{font-size:.88em;margin-top:.25rem}
.crumbs{font-size:.84em;color:var(--faint);margin-bottom:.15rem}
.reason{border:1px solid var(--rule);border-left:4px solid var(--none);border-radius:6px;background:var(--mild);padding:.55rem .8rem}
.reason.bad{background:var(--bad);border-color:var(--bad-rule);border-left-color:var(--failed)}
.reason .said{white-space:pre-wrap;max-height:16em;overflow:auto}
.reason p+p{margin-top:.5rem}
.command{display:inline-block;background:var(--soft);border:1px solid var(--rule);border-radius:5px;padding:.05rem .45rem}
.values{width:100%;table-layout:fixed}
.values th,.values td{padding:.28rem .6rem .28rem 0;vertical-align:baseline;border-bottom:1px solid var(--rule)}
.values th{width:34%;color:var(--faint)}
.value{white-space:pre-wrap;display:block;max-height:14em;overflow:auto}
.metrics th,.metrics td,.attempts th,.attempts td,.sheet th,.sheet td{padding:.26rem .9rem .26rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
.metrics thead th,.attempts thead th,.sheet thead th{color:var(--faint);font-size:.88em;white-space:nowrap}
.metrics td.number{font-weight:600}
.sheet td{max-width:22rem}
.sheet .number{white-space:nowrap}
.files th,.files td{padding:.15rem 1rem .15rem 0;font-size:.95em}
.artifact{border:1px solid var(--rule);border-radius:8px;padding:.6rem .8rem;margin-top:.6rem}
.artifact>*+*{margin-top:.4rem}
.artifact>.faint,article section>.faint{font-size:.86em;margin-top:.4rem}
.place{font-size:.84em}
.preview{max-width:100%}
pre{background:var(--soft);border-radius:6px;padding:.6rem .75rem;margin:0;overflow:auto;max-height:22rem;white-space:pre-wrap;line-height:1.45}
.log pre{max-height:26rem}
.log .place{margin-top:.35rem}
.preview.scroll{max-height:22rem}
.preview.image{background:repeating-conic-gradient(var(--soft) 0 25%,transparent 0 50%) 0 0/16px 16px;border-radius:6px;padding:.5rem;text-align:center}
.preview img{max-width:100%;max-height:26rem;height:auto}
iframe.preview{display:block;width:100%;height:19rem;border:1px solid var(--rule);border-radius:6px;background:#fff;color-scheme:light}
.markdown{border-left:3px solid var(--rule);padding-left:.9rem}
.markdown>*+*{margin-top:.55rem}
.markdown ul,.markdown ol{padding-left:1.3rem}
.markdown th,.markdown td{border:1px solid var(--rule);padding:.2rem .55rem}
.charts{display:flex;flex-wrap:wrap;gap:1.2rem 2rem}
figcaption{font-size:.88em;margin-bottom:.35rem}
.matrix td,.matrix th{padding:.3rem .6rem;text-align:center;border:2px solid var(--card)}
.matrix th{color:var(--faint);font-size:.88em}
.matrix tbody td{background:color-mix(in srgb,var(--running) calc(var(--share)*90% + 6%),transparent);font-variant-numeric:tabular-nums;min-width:2.8rem}
.matrix td.full{color:#fff}
@media (prefers-color-scheme:dark){.matrix td.full{color:#0c1016}}
.roc svg{max-width:100%;height:auto;font-size:11px;fill:var(--faint);overflow:visible}
.roc path{fill:none}
.roc .grid{stroke:var(--rule)}
.roc .axes{stroke:var(--faint)}
.roc .chance{stroke:var(--none);stroke-dasharray:4 4}
.roc .under{fill:var(--running);opacity:.1}
.roc .curve{stroke:var(--running);stroke-width:2}
.squares{max-width:100%;height:auto}
.squares path{fill:var(--state)}
.iterations{list-style:none;padding:0;margin-top:.5rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.15rem 1rem;font-size:.92em}
.iterations li{min-width:0}
.iterations .time{color:var(--faint);font-size:.88em}`;

export const pageStyle = [frame, signs, picture, lanes, details].join("\n");

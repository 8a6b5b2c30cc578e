/* page_style.c: the style sheet. Large type, dark on light (at least 7:1), one column that fits a
 * phone of 390 px, a focus ring nobody can miss. Fonts are the reader's own. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"

static const char *const LINES[] = {
    ":root{--ink:#16202b;--soft:#44525f;--line:#b9c4ce;--page:#f3f6f8;--card:#fff;",
    "--brand:#0b4f8a;--brand-dark:#083a66;--good:#0d5c34;--good-page:#e6f4ec;",
    "--bad:#a11616;--bad-page:#fdecec;--focus:#ffbf47}",
    "*{box-sizing:border-box}",
    "html{-webkit-text-size-adjust:100%}",
    "body{margin:0;background:var(--page);color:var(--ink);font:1.125rem/1.65 system-ui,",
    "-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','WenQuanYi Micro Hei',",
    "sans-serif;overflow-wrap:break-word}",
    "a{color:var(--brand);text-underline-offset:.2em}",
    "a:hover{text-decoration-thickness:.15em}",
    ":focus-visible{outline:3px solid var(--ink);outline-offset:0;",
    "box-shadow:0 0 0 6px var(--focus)}",
    ".skip{position:absolute;left:-999rem}",
    ".skip:focus{position:static;display:block;padding:.5rem 1rem;background:var(--focus)}",
    ".wrap{max-width:46rem;margin:0 auto;padding:0 1rem}",
    "header{background:var(--brand-dark);color:#fff}",
    "header .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:.1rem 1rem;",
    "padding-top:.7rem;padding-bottom:.7rem}",
    "header a{color:#fff;display:inline-block;padding:.35rem 0}",
    "header .name{font-weight:700;font-size:1.2rem;text-decoration:none;margin-right:auto}",
    "header form{margin:0}",
    "header button{background:none;border:0;color:#fff;text-decoration:underline;padding:.35rem 0;",
    "font:inherit;cursor:pointer;width:auto;min-height:0;margin:0}",
    "header button:hover{background:none}",
    "main{padding:1.25rem 0 2.5rem}",
    "h1{font-size:1.7rem;line-height:1.3;margin:.4rem 0 .8rem}",
    "h2{font-size:1.3rem;line-height:1.35;margin:1.8rem 0 .6rem}",
    ".card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;",
    "padding:1rem 1.1rem;margin:1rem 0}",
    ".card>h2:first-child{margin-top:0}",
    ".links{list-style:none;margin:0;padding:0;display:grid;gap:.7rem}",
    ".links a{display:block;background:var(--card);border:1px solid var(--line);",
    "border-left:.4rem solid var(--brand);border-radius:.5rem;padding:.85rem 1rem;",
    "font-weight:600;text-decoration:none}",
    ".links a:hover{background:#e7eff6}",
    ".links small{display:block;font-weight:400;color:var(--soft);font-size:1rem;margin-top:.1rem}",
    ".state{border-left:.4rem solid var(--good);background:var(--good-page)}",
    ".state.down{border-left-color:var(--bad);background:var(--bad-page)}",
    "form{margin:0}",
    ".field{margin:1.3rem 0}",
    "label,legend{font-weight:600;display:block;padding:0;margin-bottom:.3rem}",
    ".must{color:var(--bad);font-weight:400;font-size:1rem}",
    ".hint{color:var(--soft);font-size:1rem;margin:0 0 .35rem}",
    "input,select,textarea{font:inherit;color:inherit;width:100%;min-height:3rem;",
    "padding:.5rem .7rem;border:2px solid #5c6b79;border-radius:.35rem;background:#fff}",
    "input[type=date]{max-width:14rem}",
    "input.short{max-width:16rem}",
    "input[type=file]{border-style:dashed;padding:.75rem}",
    "input[type=radio],input[type=checkbox]{width:1.5rem;height:1.5rem;min-height:0;",
    "flex:none;margin:.15rem 0 0;accent-color:var(--brand)}",
    "textarea{min-height:7rem;resize:vertical}",
    "fieldset{border:0;margin:0;padding:0;min-width:0}",
    "fieldset.group{border:1px solid var(--line);border-radius:.5rem;background:var(--card);",
    "padding:.4rem 1rem;margin:1.3rem 0}",
    "fieldset.group>legend{padding:0 .4rem;margin-left:-.4rem}",
    "fieldset.group .field{margin:.8rem 0}",
    ".choice{display:flex;gap:.6rem;align-items:flex-start;font-weight:400;padding:.35rem 0;",
    "margin:0}",
    ".wrong{border-left:.35rem solid var(--bad);padding-left:.8rem}",
    ".wrong input,.wrong select,.wrong textarea{border-color:var(--bad)}",
    ".fault{color:var(--bad);font-weight:600;margin:0 0 .35rem}",
    ".summary{border:3px solid var(--bad);border-radius:.5rem;background:var(--bad-page);",
    "padding:.8rem 1.1rem;margin:1rem 0}",
    ".summary h2{margin:0 0 .3rem}",
    ".summary ul{margin:.3rem 0 0;padding-left:1.3rem}",
    ".summary a{color:var(--bad)}",
    "button,.button{font:inherit;font-weight:700;color:#fff;background:var(--brand);border:0;",
    "border-radius:.35rem;padding:.75rem 1.6rem;min-height:3.2rem;cursor:pointer;",
    "display:inline-block;text-decoration:none;margin-top:.4rem}",
    "button:hover,.button:hover{background:var(--brand-dark)}",
    ".done{background:var(--good-page);border:3px solid var(--good);border-radius:.5rem;",
    "padding:1rem 1.1rem;margin:1rem 0}",
    ".done h1,.done h2{margin-top:0}",
    ".keep{font-size:1.9rem;font-weight:700;letter-spacing:.04em;line-height:1.25;margin:.2rem 0;",
    "overflow-wrap:anywhere}",
    "dl{margin:0}",
    "dt{color:var(--soft);font-size:1rem;margin-top:.7rem}",
    "dd{margin:0;white-space:pre-line}",
    ".scroll{overflow-x:auto}",
    "table{border-collapse:collapse;width:100%;background:var(--card)}",
    "th,td{text-align:left;padding:.5rem .7rem;border-bottom:1px solid var(--line);",
    "vertical-align:top}",
    "th{font-size:1rem;color:var(--soft)}",
    "td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}",
    "code{font:1rem/1.5 ui-monospace,Menlo,Consolas,monospace;background:#e7ecf0;",
    "padding:.1rem .35rem;border-radius:.2rem;overflow-wrap:anywhere}",
    "footer{border-top:1px solid var(--line);color:var(--soft);font-size:1rem;padding:1rem 0 2rem}",
    "@media(min-width:40rem){.links{grid-template-columns:1fr 1fr}",
    "dl.wide{display:grid;grid-template-columns:max-content 1fr;gap:.45rem 1.5rem}",
    "dl.wide dt{margin:0}}",
    "@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}",
    "@media print{header,footer,form{display:none}body{background:#fff}}",
};

struct text page_style(struct arena *arena)
{
    size_t length = 0;
    for (size_t i = 0; i < COUNT_OF(LINES); i++)
        length += text_of(LINES[i]).length + 1;
    struct builder builder = builder_over(arena_take(arena, length), length);
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        builder_add(&builder, text_of(LINES[i]));
        builder_add_char(&builder, '\n');
    }
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

package io.kehu.gateway.docs;

/** The frame of our few plain pages. */
final class Page {

    static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
                    + "table{border-collapse:collapse}td,th{border-bottom:1px solid #ddd;padding:.3rem .8rem;text-align:left}";

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Page() {}

    static String head(String title) {
        return "<!doctype html><html lang='zh-CN'><meta charset='utf-8'><title>" + title
                + "</title><link rel='stylesheet' href='/docs.css'><h1>" + title + "</h1>";
    }
}

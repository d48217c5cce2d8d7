package io.kehu.local.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The inbox in a browser, and as JSON under {@code /api/messages?to=…&limit=…}. */
final class InboxPage implements HttpHandler {

    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 10_000;

    private final Mailbox mailbox;
    private final JsonMapper mapper = JsonMapper.shared();

    InboxPage(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/count")) {
            answer(exchange, 200, "application/json", "{\"count\":" + mailbox.size() + "}");
        } else if (path.equals("/api/messages")) {
            List<Mail> mails = mailbox.list(query.get("to"), limit(query));
            answer(exchange, 200, "application/json", mapper.writeValueAsString(Map.of("items", mails)));
        } else if (path.equals("/")) {
            answer(exchange, 200, "text/html; charset=utf-8", list(query));
        } else {
            String mail = mailbox.find(path.substring(1)).map(InboxPage::page).orElse(null);
            answer(exchange, mail == null ? 404 : 200, "text/html; charset=utf-8", mail == null ? "404" : mail);
        }
    }

    private String list(Map<String, String> query) {
        StringBuilder html = new StringBuilder(head("收件箱 Inbox"));
        html.append("<form><input name=to placeholder='收件人 recipient' value='")
                .append(escape(query.getOrDefault("to", "")))
                .append("'><button>查找 Find</button></form><p>")
                .append(mailbox.size())
                .append(" 封 mails</p><table>");
        for (Mail mail : mailbox.list(query.get("to"), limit(query))) {
            html.append("<tr><td>")
                    .append(mail.received())
                    .append("<td>")
                    .append(escape(mail.to()))
                    .append("<td><a href='/")
                    .append(mail.id())
                    .append("'>")
                    .append(escape(mail.subject()))
                    .append("</a>");
        }
        return html.append("</table>").toString();
    }

    private static String page(Mail mail) {
        String text = escape(mail.text()).replaceAll("(https?://[^\\s<]+)", "<a href='$1'>$1</a>");
        return head(escape(mail.subject())) + "<p>" + mail.received() + " → " + escape(mail.to()) + "</p><pre>" + text
                + "</pre><p><a href='/'>←</a></p>";
    }

    private static String head(String title) {
        return "<!doctype html><meta charset=utf-8><title>" + title
                + "</title><style>body{font:15px system-ui;margin:2rem;max-width:70rem}td{padding:.2rem .8rem .2rem 0}"
                + "pre{white-space:pre-wrap}</style><h1>" + title + "</h1>";
    }

    private static int limit(Map<String, String> query) {
        try {
            return Math.clamp(Integer.parseInt(query.getOrDefault("limit", "" + DEFAULT_LIMIT)), 1, LARGEST_LIMIT);
        } catch (NumberFormatException e) {
            return DEFAULT_LIMIT;
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> parameters = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2 && !parts[1].isEmpty()) {
                    parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var stream = exchange.getResponseBody()) {
            stream.write(bytes);
        }
    }
}

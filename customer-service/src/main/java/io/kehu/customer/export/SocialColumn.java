package io.kehu.customer.export;

import io.kehu.customer.customer.ContactPoint;
import java.util.List;
import java.util.regex.Pattern;

/** Accounts of one social network as a column of their own. Which network somebody uses is masked with the account. */
final class SocialColumn {

    /** Those the import knows by name. */
    static final List<String> KNOWN = List.of("qq", "weibo", "douyin", "xiaohongshu", "linkedin");

    private static final String PREFIX = "social:";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z][a-z0-9-]{1,30}");

    private SocialColumn() {}

    static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }

    static String network(String name) {
        return name.substring(PREFIX.length());
    }

    /** The header names its meaning, because the import does not know the names of all networks. */
    static ExportColumn of(String network, String language, boolean clear) {
        String name = PREFIX + network;
        return new ExportColumn(
                name,
                (language.equals("zh") ? "社交账号" : "Social account") + " [" + name + "]",
                CellKind.TEXT,
                true,
                clear,
                true,
                value -> "",
                known -> known.customer().draft().contactPoints().stream()
                        .filter(point -> point.kind() == ContactPoint.Kind.SOCIAL)
                        .map(ContactPoint::value)
                        .filter(value -> value.startsWith(network + ":"))
                        .map(value -> value.substring(network.length() + 1))
                        .map(SocialColumn::account)
                        .toList());
    }

    /** The import takes one @ off; it stands before names, and is no part of them. */
    static String account(String account) {
        return account.startsWith("@") ? "@" + account : account;
    }
}

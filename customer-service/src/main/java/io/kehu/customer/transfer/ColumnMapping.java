package io.kehu.customer.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What each column of a file means.
 *
 * @param targets by column: {@code number}, {@code fullName}, {@code phone}, {@code email}, {@code birthDate}, {@code language},
 *     {@code stage}, {@code consent:EMAIL:MARKETING} and the like, {@code reference:<system>}, or {@code ignore}
 */
record ColumnMapping(Map<String, String> targets) {

    static final String TARGET_PATTERN = "number|fullName|phone|email|birthDate|language|stage|ignore"
            + "|reference:[a-z][a-z0-9-]{0,30}"
            + "|consent:(EMAIL|SMS|PHONE|WECHAT):(MARKETING|CARE|SURVEY)";

    private static final Pattern TARGET = Pattern.compile(TARGET_PATTERN);
    private static final List<String> REPEATABLE = List.of("phone", "email", "ignore");

    private static final Map<String, String> KNOWN = new LinkedHashMap<>();

    static {
        know("number", "客户号", "客户编号", "customer number", "customer no", "number");
        know("fullName", "姓名", "客户姓名", "名字", "客户名称", "name", "full name", "fullname", "customer name");
        know("phone", "手机", "手机号", "手机号码", "电话", "联系电话", "固定电话", "备用电话", "phone", "mobile", "tel", "telephone");
        know("email", "邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e-mail", "mail");
        know("birthDate", "生日", "出生日期", "出生年月日", "birthday", "birth date", "date of birth");
        know("language", "语言", "language");
        know("stage", "阶段", "客户阶段", "stage");
        know("reference:legacy-card", "会员卡号", "卡号", "会员号", "card no", "card number", "member card");
        know("consent:EMAIL:MARKETING", "邮件营销同意", "同意邮件营销", "同意营销", "email consent");
        know("consent:SMS:MARKETING", "短信营销同意", "同意短信营销", "sms consent");
    }

    /** What cannot be done with a mapping. */
    enum Fault {
        UNKNOWN_COLUMN,
        UNKNOWN_TARGET,
        TARGET_TWICE,
        NOTHING_TO_FIND_BY
    }

    ColumnMapping {
        targets = Map.copyOf(targets);
    }

    /** What the columns probably mean; those nobody knows are ignored. */
    static ColumnMapping suggest(List<String> columns) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String column : columns) {
            String target = KNOWN.getOrDefault(column.toLowerCase(Locale.ROOT).strip(), "ignore");
            boolean taken = targets.containsValue(target) && !REPEATABLE.contains(target);
            targets.put(column, taken ? "ignore" : target);
        }
        return new ColumnMapping(targets);
    }

    /** Whether rows can be read with it. */
    Optional<Fault> fault(List<String> columns) {
        Map<String, Integer> uses = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : targets.entrySet()) {
            if (!columns.contains(entry.getKey())) {
                return Optional.of(Fault.UNKNOWN_COLUMN);
            }
            if (!TARGET.matcher(entry.getValue()).matches()) {
                return Optional.of(Fault.UNKNOWN_TARGET);
            }
            uses.merge(entry.getValue(), 1, Integer::sum);
        }
        boolean twice =
                uses.entrySet().stream().anyMatch(use -> use.getValue() > 1 && !REPEATABLE.contains(use.getKey()));
        if (twice) {
            return Optional.of(Fault.TARGET_TWICE);
        }
        boolean findable = uses.containsKey("fullName")
                || uses.containsKey("number")
                || uses.keySet().stream().anyMatch(target -> target.startsWith("reference:"));
        return findable ? Optional.empty() : Optional.of(Fault.NOTHING_TO_FIND_BY);
    }

    private static void know(String target, String... names) {
        for (String name : names) {
            KNOWN.put(name, target);
        }
    }
}

package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomFields;
import java.text.Normalizer;
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
 *     {@code stage}, {@code consent:EMAIL:MARKETING} and the like, {@code reference:<system>},
 *     {@code custom.<code>}, or {@code ignore}
 */
record ColumnMapping(Map<String, String> targets) {

    static final String TARGET_PATTERN = "number|fullName|phone|email|birthDate|language|stage|ignore"
            + "|reference:[a-z][a-z0-9-]{0,30}"
            + "|consent:(EMAIL|SMS|PHONE|WECHAT):(MARKETING|CARE|SURVEY)"
            + "|custom\\.[a-z][a-z0-9_]{0,39}";

    private static final Pattern TARGET = Pattern.compile(TARGET_PATTERN);
    private static final List<String> REPEATABLE = List.of("phone", "email", "ignore");

    private static final Map<String, String> KNOWN = new LinkedHashMap<>();

    static {
        know("number", "客户号", "客户编号", "客户号码", "客户代码");
        know("number", "customer number", "customer no", "customer no.", "customer id", "number");
        know("fullName", "姓名", "客户姓名", "名字", "客户名称", "名称", "联系人", "联系人姓名", "会员姓名");
        know("fullName", "name", "full name", "fullname", "customer name", "contact name", "customer");
        know("phone", "手机", "手机号", "手机号码", "手机1", "手机2", "移动电话", "电话", "电话号码", "联系电话", "联系方式");
        know("phone", "固定电话", "固话", "座机", "备用电话", "备用手机", "办公电话", "家庭电话");
        know(
                "phone",
                "phone",
                "phone number",
                "phone no",
                "mobile",
                "mobile phone",
                "mobile number",
                "cell",
                "cell phone");
        know("phone", "tel", "telephone", "home phone", "work phone");
        know("email", "邮箱", "电子邮箱", "邮箱地址", "邮件", "邮件地址", "电子邮件");
        know("email", "email", "e-mail", "email address", "e-mail address", "mail");
        know("birthDate", "生日", "出生日期", "出生年月", "出生年月日", "公历生日", "阳历生日");
        know("birthDate", "birthday", "birth date", "birthdate", "date of birth", "dob");
        know("language", "语言", "首选语言", "language", "preferred language", "lang");
        know("stage", "阶段", "客户阶段", "客户状态", "stage", "customer stage", "lifecycle stage");
        know("reference:legacy-card", "会员卡号", "会员卡", "卡号", "会员号", "会员编号", "旧会员号");
        know("reference:legacy-card", "card no", "card no.", "card number", "member card", "member no", "member id");
        know("consent:EMAIL:MARKETING", "邮件营销同意", "同意邮件营销", "同意营销", "接收邮件");
        know("consent:EMAIL:MARKETING", "email consent", "email opt-in", "email opt in", "marketing consent");
        know("consent:SMS:MARKETING", "短信营销同意", "同意短信营销", "接收短信", "sms consent", "sms opt-in", "sms opt in");
        know("consent:PHONE:MARKETING", "电话营销同意", "同意电话营销", "phone consent", "phone opt-in");
        know("consent:WECHAT:MARKETING", "微信营销同意", "同意微信营销", "wechat consent", "wechat opt-in");
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
            String target = KNOWN.getOrDefault(folded(column), "ignore");
            boolean taken = targets.containsValue(target) && !REPEATABLE.contains(target);
            targets.put(column, taken ? "ignore" : target);
        }
        return new ColumnMapping(targets);
    }

    /** In one width and case, without what people put around a name: {@code *手机号（必填）} is {@code 手机号}. */
    private static String folded(String column) {
        return Normalizer.normalize(column, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replaceAll("\\([^)]*\\)|[*:]", "")
                .replaceAll("\\s+", " ")
                .strip();
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

    /** Codes of the custom fields that columns mean. */
    List<String> customFields() {
        return targets.values().stream()
                .filter(target -> target.startsWith(CustomFields.PREFIX))
                .map(target -> target.substring(CustomFields.PREFIX.length()))
                .toList();
    }

    private static void know(String target, String... names) {
        for (String name : names) {
            KNOWN.put(name, target);
        }
    }
}

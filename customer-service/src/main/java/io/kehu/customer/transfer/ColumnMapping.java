package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomFields;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each column of a file means.
 *
 * @param targets by column: {@code number}, {@code fullName}, {@code phone}, {@code email}, {@code birthDate}, {@code language},
 *     {@code stage}, {@code kind}, {@code givenName}, {@code familyName}, {@code formerNames}, {@code lunarBirthDate}, {@code sex},
 *     {@code nationality}, {@code nationalId}, {@code foreignId}, {@code creditCode}, {@code wechat}, {@code social} (network and account),
 *     {@code social:<network>}, {@code address} (the whole), {@code address.<part>}, {@code consent:EMAIL:MARKETING} and the like,
 *     {@code reference:<system>}, {@code custom.<code>}, {@code owner}, {@code team}, {@code pool}, {@code tags}, or {@code ignore}
 */
record ColumnMapping(Map<String, String> targets) {

    static final String TARGET_PATTERN = "number|fullName|phone|email|birthDate|language|stage|ignore"
            + "|kind|givenName|familyName|formerNames|lunarBirthDate|sex|nationality|nationalId|foreignId|creditCode"
            + "|wechat|social(:[a-z][a-z0-9-]{1,30})?|address(\\.(country|province|city|district|street|postcode))?"
            + "|owner|team|pool|tags"
            + "|reference:[a-z][a-z0-9-]{0,30}"
            + "|consent:(EMAIL|SMS|PHONE|WECHAT):(MARKETING|CARE|SURVEY)"
            + "|custom\\.[a-z][a-z0-9_]{0,39}";

    private static final Pattern TARGET = Pattern.compile(TARGET_PATTERN);

    /** A header that says itself what it means, as exports write them: {@code 鞋码 [custom.shoe_size]}. */
    private static final Pattern SAYS_ITSELF = Pattern.compile(".*\\[(" + TARGET_PATTERN + ")\\]");

    private static final Pattern REPEATABLE = Pattern.compile("phone|email|wechat|social(:.*)?|tags|ignore");

    /** Enough to say who a row is about; a given and a family name together are, too. */
    private static final Pattern TELLING =
            Pattern.compile("fullName|number|nationalId|foreignId|creditCode|reference:.*");

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
        know("kind", "客户类型", "客户性质", "客户类别", "kind", "customer type", "customer kind");
        know("givenName", "名", "given name", "first name", "firstname", "forename");
        know("familyName", "姓", "姓氏", "family name", "last name", "lastname", "surname");
        know("formerNames", "曾用名", "former name", "former names", "maiden name", "previous name");
        know("lunarBirthDate", "农历生日", "阴历生日", "旧历生日", "lunar birthday", "lunar birth date");
        know("sex", "性别", "sex", "gender");
        know("nationality", "国籍", "nationality", "citizenship");
        know("nationalId", "身份证", "身份证号", "身份证号码", "居民身份证号", "居民身份证号码", "公民身份号码", "id card");
        know("nationalId", "national id", "id card no", "id card number", "identity number");
        know("foreignId", "护照", "护照号", "护照号码", "passport", "passport no", "passport number", "foreign id");
        know("creditCode", "统一社会信用代码", "社会信用代码", "信用代码", "税号", "纳税人识别号", "credit code", "uscc");
        know("wechat", "微信", "微信号", "微信账号", "wechat", "wechat id", "weixin");
        know("social", "社交账号", "social", "social account");
        know("social:qq", "qq", "qq号", "qq号码");
        know("social:weibo", "微博", "微博账号", "新浪微博", "weibo");
        know("social:douyin", "抖音", "抖音号", "douyin");
        know("social:xiaohongshu", "小红书", "小红书号", "xiaohongshu");
        know("social:linkedin", "领英", "linkedin");
        know("address", "地址", "详细地址", "联系地址", "通讯地址", "家庭住址", "住址", "收货地址", "address", "full address");
        know("address.country", "国家", "country");
        know("address.province", "省", "省份", "province", "state");
        know("address.city", "市", "城市", "city", "town");
        know("address.district", "区", "区县", "县", "区/县", "district", "county");
        know("address.street", "街道", "街道地址", "street", "street address", "address line 1");
        know("address.postcode", "邮编", "邮政编码", "postcode", "postal code", "zip", "zip code");
        know("reference:legacy-card", "会员卡号", "会员卡", "卡号", "会员号", "会员编号", "旧会员号");
        know("reference:legacy-card", "card no", "card no.", "card number", "member card", "member no", "member id");
        know("owner", "负责人", "客户负责人", "归属人", "所属人", "所有者", "客户经理", "跟进人", "业务员", "销售", "销售负责人");
        know("owner", "owner", "customer owner", "account owner", "account manager", "sales rep", "assigned to");
        know("team", "团队", "所属团队", "销售团队", "team", "sales team");
        know("pool", "公海", "公海池", "所属公海", "pool", "public pool");
        know("tags", "标签", "客户标签", "标签名", "tag", "tags", "label", "labels");
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
            String target = suggest(column);
            boolean taken = targets.containsValue(target) && !isRepeatable(target);
            targets.put(column, taken ? "ignore" : target);
        }
        return new ColumnMapping(targets);
    }

    private static String suggest(String column) {
        Matcher matcher = SAYS_ITSELF.matcher(column);
        return matcher.matches() ? matcher.group(1) : KNOWN.getOrDefault(folded(column), "ignore");
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
        boolean twice = uses.entrySet().stream().anyMatch(use -> use.getValue() > 1 && !isRepeatable(use.getKey()));
        if (twice) {
            return Optional.of(Fault.TARGET_TWICE);
        }
        boolean findable = uses.keySet().stream()
                        .anyMatch(target -> TELLING.matcher(target).matches())
                || uses.keySet().containsAll(List.of("givenName", "familyName"));
        return findable ? Optional.empty() : Optional.of(Fault.NOTHING_TO_FIND_BY);
    }

    /** Codes of the custom fields that columns mean. */
    List<String> customFields() {
        return targets.values().stream()
                .filter(target -> target.startsWith(CustomFields.PREFIX))
                .map(target -> target.substring(CustomFields.PREFIX.length()))
                .toList();
    }

    /** The field that a target fills, as reasons call it. */
    static String field(String target) {
        return target.startsWith(CustomFields.PREFIX) ? target : target.split("[:.]", 2)[0];
    }

    private static boolean isRepeatable(String target) {
        return REPEATABLE.matcher(target).matches();
    }

    private static void know(String target, String... names) {
        for (String name : names) {
            KNOWN.put(name, target);
        }
    }
}

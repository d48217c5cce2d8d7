package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.Sex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words that files use for what has a fixed set of values, in Chinese and English. */
final class CellWords {

    private static final Set<String> YES = Set.of("是", "y", "yes", "true", "1", "同意", "已同意", "√");
    private static final Set<String> NO = Set.of("否", "n", "no", "false", "0", "不同意", "拒绝", "×");

    /** What spreadsheets put where there is nothing. */
    private static final Set<String> NOTHING =
            Set.of("", "-", "--", "/", "无", "暂无", "未知", "n/a", "na", "null", "none", "#n/a");

    private static final Map<String, CustomerDraft.Stage> STAGES = Map.of(
            "潜在", CustomerDraft.Stage.PROSPECT,
            "线索", CustomerDraft.Stage.LEAD,
            "活跃", CustomerDraft.Stage.ACTIVE,
            "忠诚", CustomerDraft.Stage.LOYAL,
            "沉睡", CustomerDraft.Stage.DORMANT,
            "流失", CustomerDraft.Stage.LOST);

    private static final Map<String, CustomerDraft.Kind> KINDS = Map.ofEntries(
            Map.entry("个人", CustomerDraft.Kind.PERSON),
            Map.entry("自然人", CustomerDraft.Kind.PERSON),
            Map.entry("individual", CustomerDraft.Kind.PERSON),
            Map.entry("person", CustomerDraft.Kind.PERSON),
            Map.entry("企业", CustomerDraft.Kind.ORGANISATION),
            Map.entry("公司", CustomerDraft.Kind.ORGANISATION),
            Map.entry("单位", CustomerDraft.Kind.ORGANISATION),
            Map.entry("机构", CustomerDraft.Kind.ORGANISATION),
            Map.entry("组织", CustomerDraft.Kind.ORGANISATION),
            Map.entry("company", CustomerDraft.Kind.ORGANISATION),
            Map.entry("organization", CustomerDraft.Kind.ORGANISATION),
            Map.entry("organisation", CustomerDraft.Kind.ORGANISATION));

    /** With the codes of ISO/IEC 5218, which some systems export. */
    private static final Map<String, Sex> SEXES = Map.ofEntries(
            Map.entry("男", Sex.MALE),
            Map.entry("男性", Sex.MALE),
            Map.entry("先生", Sex.MALE),
            Map.entry("m", Sex.MALE),
            Map.entry("male", Sex.MALE),
            Map.entry("1", Sex.MALE),
            Map.entry("女", Sex.FEMALE),
            Map.entry("女性", Sex.FEMALE),
            Map.entry("女士", Sex.FEMALE),
            Map.entry("f", Sex.FEMALE),
            Map.entry("female", Sex.FEMALE),
            Map.entry("2", Sex.FEMALE),
            Map.entry("0", Sex.NOT_KNOWN),
            Map.entry("not_known", Sex.NOT_KNOWN),
            Map.entry("9", Sex.NOT_APPLICABLE),
            Map.entry("not_applicable", Sex.NOT_APPLICABLE));

    /** Codes by the names countries have in both languages, and what people in China say for short. */
    private static final Map<String, String> COUNTRIES = new HashMap<>();

    static {
        for (String code : Locale.getISOCountries()) {
            Locale country = Locale.of("", code);
            COUNTRIES.put(code.toLowerCase(Locale.ROOT), code);
            COUNTRIES.put(country.getDisplayCountry(Locale.SIMPLIFIED_CHINESE).toLowerCase(Locale.ROOT), code);
            COUNTRIES.put(country.getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
        }
        Map.of(
                        "中国大陆", "CN",
                        "中华人民共和国", "CN",
                        "香港", "HK",
                        "中国香港", "HK",
                        "澳门", "MO",
                        "中国澳门", "MO",
                        "中国台湾", "TW",
                        "usa", "US",
                        "uk", "GB")
                .forEach(COUNTRIES::put);
    }

    private CellWords() {}

    static boolean isNothing(String value) {
        return NOTHING.contains(folded(value));
    }

    static Optional<Boolean> yesOrNo(String value) {
        String word = folded(value);
        if (YES.contains(word)) {
            return Optional.of(true);
        }
        return NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    static Optional<CustomerDraft.Stage> stage(String value) {
        return Optional.ofNullable(STAGES.get(value))
                .or(() -> Arrays.stream(CustomerDraft.Stage.values())
                        .filter(stage -> stage.name().equalsIgnoreCase(value))
                        .findFirst());
    }

    static Optional<CustomerDraft.Kind> kind(String value) {
        return Optional.ofNullable(KINDS.get(folded(value)));
    }

    static Optional<Sex> sex(String value) {
        return Optional.ofNullable(SEXES.get(folded(value)));
    }

    /** A code of two letters where one is meant; otherwise the text as it is, to be refused by name. */
    static String country(String value) {
        return COUNTRIES.getOrDefault(folded(value), value);
    }

    static String language(String value) {
        return switch (folded(value)) {
            case "中文", "简体中文", "chinese" -> "zh-CN";
            case "英文", "英语", "english" -> "en";
            default -> value;
        };
    }

    private static String folded(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}

package io.kehu.notification.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages a text may have, and how each writes what is not text. */
public enum Language {
    ZH_CN("zh-CN", "yyyy年M月d日", "yyyy年M月d日 HH:mm", "尊敬的客户"),
    EN("en", "d MMMM yyyy", "d MMMM yyyy, HH:mm (O)", "customer");

    private final String tag;
    private final Locale locale;
    private final DateTimeFormatter date;
    private final DateTimeFormatter dateTime;
    private final String politeName;

    Language(String tag, String date, String dateTime, String politeName) {
        this.tag = tag;
        this.locale = Locale.forLanguageTag(tag);
        this.date = DateTimeFormatter.ofPattern(date, locale);
        this.dateTime = DateTimeFormatter.ofPattern(dateTime, locale);
        this.politeName = politeName;
    }

    /** BCP 47. */
    @JsonValue
    public String tag() {
        return tag;
    }

    Locale locale() {
        return locale;
    }

    DateTimeFormatter date() {
        return date;
    }

    DateTimeFormatter dateTime() {
        return dateTime;
    }

    /** What a customer without a name is called. */
    String politeName() {
        return politeName;
    }

    @JsonCreator
    static Language ofTag(String tag) {
        return find(tag).orElseThrow(() -> new IllegalArgumentException("Texts are written in zh-CN and en."));
    }

    static Optional<Language> find(String tag) {
        for (Language language : values()) {
            if (language.tag.equals(tag)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** The one of ours closest to what a customer speaks; Chinese for those who speak neither or have not said. */
    public static Language closestTo(@Nullable String spoken) {
        String primary = spoken == null ? "" : Locale.forLanguageTag(spoken).getLanguage();
        return primary.equals("en") ? EN : ZH_CN;
    }
}

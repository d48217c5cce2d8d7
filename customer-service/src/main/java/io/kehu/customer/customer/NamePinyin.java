package io.kehu.customer.customer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.sourceforge.pinyin4j.PinyinHelper;
import net.sourceforge.pinyin4j.format.HanyuPinyinCaseType;
import net.sourceforge.pinyin4j.format.HanyuPinyinOutputFormat;
import net.sourceforge.pinyin4j.format.HanyuPinyinToneType;
import net.sourceforge.pinyin4j.format.HanyuPinyinVCharType;
import net.sourceforge.pinyin4j.format.exception.BadHanyuPinyinOutputFormatCombination;

/** How a Chinese name sounds: its readings in pinyin, and the initials people type. */
public final class NamePinyin {

    /** More readings than this are not tried; a character rarely has more than two in names. */
    private static final int MOST_READINGS = 4;

    /** Characters that are read differently as a surname. */
    private static final Map<String, String> SURNAMES = Map.ofEntries(
            Map.entry("单", "shan"),
            Map.entry("曾", "zeng"),
            Map.entry("仇", "qiu"),
            Map.entry("解", "xie"),
            Map.entry("查", "zha"),
            Map.entry("朴", "piao"),
            Map.entry("任", "ren"),
            Map.entry("区", "ou"),
            Map.entry("盖", "ge"),
            Map.entry("华", "hua"),
            Map.entry("召", "shao"),
            Map.entry("尉", "yu"),
            Map.entry("缪", "miao"),
            Map.entry("翟", "zhai"),
            Map.entry("乐", "yue"),
            Map.entry("员", "yun"),
            Map.entry("黑", "he"),
            Map.entry("种", "chong"));

    private static final HanyuPinyinOutputFormat FORMAT = format();

    /** What was looked up once, by character: there are no more than some ten thousand. */
    private static final Map<Character, List<String>> KNOWN = new ConcurrentHashMap<>();

    private NamePinyin() {}

    /** Readings as syllables; characters that are not Chinese stand for themselves. Empty when nothing is Chinese. */
    public static List<List<String>> readings(String simplifiedName) {
        List<Set<String>> syllables = new ArrayList<>();
        boolean chinese = false;
        int position = 0;
        for (int codePoint : simplifiedName.codePoints().toArray()) {
            String character = Character.toString(codePoint);
            Set<String> sounds = sounds(character, position++ == 0);
            chinese |= Character.isIdeographic(codePoint);
            syllables.add(sounds);
        }
        return chinese ? combinations(syllables) : List.of();
    }

    /** Readings of one character, that as a surname first; a character that is not Chinese stands for itself. */
    public static List<String> sounds(int codePoint) {
        return List.copyOf(sounds(Character.toString(codePoint), true));
    }

    private static Set<String> sounds(String character, boolean first) {
        Set<String> sounds = new LinkedHashSet<>();
        if (first && SURNAMES.containsKey(character)) {
            sounds.add(SURNAMES.get(character));
        }
        if (character.length() == 1 && Character.isIdeographic(character.charAt(0))) {
            sounds.addAll(KNOWN.computeIfAbsent(character.charAt(0), NamePinyin::lookUp));
        }
        if (sounds.isEmpty()) {
            sounds.add(character.toLowerCase(Locale.ROOT));
        }
        return sounds;
    }

    private static List<String> lookUp(char character) {
        try {
            String[] found = PinyinHelper.toHanyuPinyinStringArray(character, FORMAT);
            return found == null ? List.of() : List.of(found);
        } catch (BadHanyuPinyinOutputFormatCombination e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<String>> combinations(List<Set<String>> syllables) {
        List<List<String>> readings = new ArrayList<>();
        readings.add(List.of());
        for (Set<String> sounds : syllables) {
            List<List<String>> longer = new ArrayList<>();
            for (String sound : sounds) {
                for (List<String> reading : readings) {
                    if (longer.size() < MOST_READINGS) {
                        List<String> next = new ArrayList<>(reading);
                        next.add(sound);
                        longer.add(next);
                    }
                }
            }
            readings = longer;
        }
        return readings;
    }

    private static HanyuPinyinOutputFormat format() {
        HanyuPinyinOutputFormat format = new HanyuPinyinOutputFormat();
        format.setCaseType(HanyuPinyinCaseType.LOWERCASE);
        format.setToneType(HanyuPinyinToneType.WITHOUT_TONE);
        format.setVCharType(HanyuPinyinVCharType.WITH_V);
        return format;
    }
}

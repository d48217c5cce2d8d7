package io.kehu.customer.catalogue;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** What a file is called once paths, and characters that hide what it is, are gone; its ending fits what it holds. */
final class FileName {

    static final int LONGEST = 150;

    private FileName() {}

    /** Empty where nothing of a name is left. */
    static Optional<String> clean(String said, FileKind kind) {
        String name = Normalizer.normalize(said, Normalizer.Form.NFC);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        name.codePoints().filter(FileName::shown).forEach(kept::appendCodePoint);
        String plain = kept.toString().strip().replaceAll("^[. ]+|[. ]+$", "");
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        String ending = plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean fits = plain.contains(".") && kind.endings().contains(ending);
        return Optional.of(
                fits
                        ? shortened(plain, "." + ending)
                        : shortened(plain, "") + "." + kind.endings().getFirst());
    }

    /** Control characters, turns of the direction of writing, halves of characters, and what systems take for something else. */
    private static boolean shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> "<>:\"|?*;".indexOf(point) < 0;
        };
    }

    private static String shortened(String name, String ending) {
        if (name.codePointCount(0, name.length()) <= LONGEST) {
            return name;
        }
        String stem = name.substring(0, name.length() - ending.length());
        return stem.substring(0, stem.offsetByCodePoints(0, LONGEST - ending.length()))
                        .strip()
                + ending;
    }
}

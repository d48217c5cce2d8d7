package io.kehu.customer.matching;

import io.kehu.customer.customer.NamePinyin;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.matching.model.Syllables;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Readings by the same dictionary that search uses, looked up once per character. */
final class NameSyllables implements Syllables {

    private final AtomicReferenceArray<List<String>> known = new AtomicReferenceArray<>(Character.MAX_VALUE + 1);

    @Override
    public List<String> of(int codePoint) {
        if (codePoint >= known.length()) {
            return NamePinyin.sounds(codePoint);
        }
        List<String> sounds = known.get(codePoint);
        if (sounds == null) {
            sounds = NamePinyin.sounds(codePoint);
            known.set(codePoint, sounds);
        }
        return sounds;
    }

    @Override
    public String simplified(String text) {
        return new PersonName(text).folded();
    }
}

package io.kehu.identity.scheme;

import java.util.List;

/**
 * Which texts can be numbers of a template, told apart place by place: a little more than there are, because check characters and the
 * months of a year are not looked at together.
 *
 * @param places the characters that can stand at each place of the canonical form
 */
record NumberShape(List<String> places) {

    NumberShape {
        places = List.copyOf(places);
    }

    /** Whether some text may be a number of both. */
    boolean overlaps(NumberShape other) {
        if (places.size() != other.places.size()) {
            return false;
        }
        for (int place = 0; place < places.size(); place++) {
            String theirs = other.places.get(place);
            if (places.get(place).chars().noneMatch(symbol -> theirs.indexOf(symbol) >= 0)) {
                return false;
            }
        }
        return true;
    }
}

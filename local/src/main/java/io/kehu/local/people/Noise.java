package io.kehu.local.people;

/** How much a second record of somebody differs from the first. */
public enum Noise {
    LOW(6, 5, 5),
    MIDDLE(15, 12, 12),
    HIGH(30, 25, 25);

    private final int slip;
    private final int gone;
    private final int moved;

    Noise(int slip, int gone, int moved) {
        this.slip = slip;
        this.gone = gone;
        this.moved = moved;
    }

    /** Percent of fields with a typo, another spelling or a swapped date. */
    int slip() {
        return slip;
    }

    /** Percent of fields that are missing. */
    int gone() {
        return gone;
    }

    /** Percent of phones and mail addresses that are other ones now. */
    int moved() {
        return moved;
    }
}

package io.kehu.customer.transfer;

/** How far the rehearsal of an import looks for customers its rows may mean. */
enum DuplicateCheck {
    /** Rows that would register somebody who is probably there already are held back, until a person says what they are. */
    PROBABLE,
    /** Only what is certain counts: numbers, ids of other systems, official numbers, a phone or mail address with the same name. */
    CERTAIN
}

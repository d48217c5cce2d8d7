package io.kehu.customer.transfer;

import java.util.Locale;

/** Why an undo leaves a customer as they are. */
enum KeptBecause {
    /** Somebody changed the record after the import. */
    CHANGED_SINCE,
    /** The record is merged, restricted or erased. */
    NOT_ACTIVE,
    /** Something was bought. */
    HAS_PURCHASES,
    /** Points were booked. */
    HAS_POINTS,
    /** There is a complaint or an opinion. */
    HAS_FEEDBACK,
    /** Somebody wrote something down about them. */
    HAS_NOTES,
    /** Somebody said what they are to another customer. */
    HAS_RELATIONS,
    /** The values before cannot be read any more. */
    FORGOTTEN;

    /** Its text is {@code field.<code>} of the bundles. */
    String code() {
        return "kept-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

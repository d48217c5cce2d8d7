package io.kehu.customer.transfer;

import io.kehu.customer.customer.Ownership;
import io.kehu.customer.ownership.ImportedOwnership;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose a customer is and which tags they carry, as a row says it: codes or names, not looked up yet. */
record Belonging(ImportedOwnership.Said ownership, List<String> tags) {

    static final Belonging UNSAID = new Belonging(ImportedOwnership.Said.NOTHING, List.of());

    Belonging {
        tags = List.copyOf(tags);
    }

    /**
     * What is new of it for the customer.
     *
     * @param ownership null where it stays
     * @param tags codes of those the customer does not carry
     */
    record New(@Nullable Ownership ownership, List<String> tags) {

        static final New NOTHING = new New(null, List.of());

        New {
            tags = List.copyOf(tags);
        }

        boolean isNothing() {
            return ownership == null && tags.isEmpty();
        }
    }
}

package io.kehu.customer.customer.web;

import io.kehu.customer.customer.CustomFields;
import io.kehu.starter.security.token.Caller;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which names of changed fields a caller is told: none of custom fields they may not know of, and customers not whose they are. */
@Component
class ChangedFields {

    private static final Set<String> OF_OWNERSHIP = Set.of("owner", "team", "pool");

    private final CustomFields customFields;

    ChangedFields(CustomFields customFields) {
        this.customFields = customFields;
    }

    List<String> told(List<String> fields) {
        boolean staff = CustomerView.OwnershipView.isFor(Caller.required());
        return customFields.known(fields).stream()
                .filter(field -> staff || !OF_OWNERSHIP.contains(field))
                .toList();
    }
}

package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.security.token.Caller;

/** What the caller of a request may do with custom fields, by role. */
record CallerRights(Caller caller, ObjectRules objectRules) implements CheckValues.Rights {

    @Override
    public boolean knows(CustomField field) {
        return field.sight(caller) != CustomField.Sight.NONE;
    }

    @Override
    public boolean edits(CustomField field) {
        return field.editable(caller);
    }

    @Override
    public boolean sees(CustomField field) {
        return field.sight(caller) == CustomField.Sight.CLEAR;
    }

    @Override
    public boolean reaches(CustomerNumber number) {
        return objectRules.admits(number);
    }
}

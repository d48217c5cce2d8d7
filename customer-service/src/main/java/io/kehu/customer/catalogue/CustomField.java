package io.kehu.customer.catalogue;

import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import java.util.Set;

/**
 * A field an administrator defined.
 *
 * @param used whether there was ever a value; type and class stay from then on
 * @param version grows with every change
 */
record CustomField(String code, FieldSettings settings, boolean used, long version) {

    static final String CODE_PATTERN = "[a-z][a-z0-9_]{0,39}";

    private static final Set<Role> STAFF =
            Set.of(Role.AGENT, Role.MANAGER, Role.MARKETER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMIN);

    /** Whether a field is in use. */
    enum State {
        ACTIVE,
        RETIRED
    }

    /** How much of a value somebody sees. */
    enum Sight {
        CLEAR,
        MASKED,
        NONE
    }

    boolean active() {
        return settings.state() == State.ACTIVE;
    }

    FieldType type() {
        return settings.type();
    }

    /** Retired fields are nobody's to see; members, machines and services see what they are named for, and no masks. */
    Sight sight(Caller caller) {
        if (!active()) {
            return Sight.NONE;
        }
        if (caller.hasAny(settings.visibleTo())) {
            return Sight.CLEAR;
        }
        return settings.sealed() && caller.hasAny(STAFF) ? Sight.MASKED : Sight.NONE;
    }

    boolean editable(Caller caller) {
        return caller.hasAny(settings.editableBy());
    }

    /** Of personal dates the year is left, of everything else only that there is something. */
    String masked(Object value) {
        boolean year = type() == FieldType.DATE && settings.dataClass() == DataClass.PERSONAL;
        return (year ? Mask.DATE : Mask.TEXT).mask(value.toString());
    }
}

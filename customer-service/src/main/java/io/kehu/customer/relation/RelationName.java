package io.kehu.customer.relation;

/** What the other one is to a customer, seen from that customer; each relation has a name from either side. */
enum RelationName {
    HOUSEHOLD(RelationType.HOUSEHOLD, true),
    EMPLOYER(RelationType.EMPLOYER, true),
    EMPLOYEE(RelationType.EMPLOYER, false),
    REFERRER(RelationType.REFERRER, true),
    REFERRED(RelationType.REFERRER, false),
    PARTNER_CONTACT(RelationType.PARTNER_CONTACT, true),
    PARTNER(RelationType.PARTNER_CONTACT, false);

    private final RelationType type;
    private final boolean forward;

    RelationName(RelationType type, boolean forward) {
        this.type = type;
        this.forward = forward;
    }

    RelationType type() {
        return type;
    }

    /** Whether the customer who says it stands at the first end. */
    boolean isForward() {
        return forward;
    }

    /** The name seen from one of the ends. */
    static RelationName of(RelationType type, boolean fromFirst) {
        for (RelationName name : values()) {
            if (name.type == type && (name.forward == fromFirst || type == RelationType.HOUSEHOLD)) {
                return name;
            }
        }
        throw new IllegalArgumentException(type.name());
    }
}

package io.kehu.customer.relation;

/** How two customers belong together; the first one's type is the second one. */
enum RelationType {
    /** Live together; has no direction. */
    HOUSEHOLD(false, true, true),
    /** The second one employs the first. */
    EMPLOYER(true, true, false),
    /** The second one brought the first. */
    REFERRER(true, false, false),
    /** The second one speaks for the first, who is a partner. */
    PARTNER_CONTACT(false, false, true);

    private final boolean chain;
    private final boolean fromPerson;
    private final boolean toPerson;

    RelationType(boolean chain, boolean fromPerson, boolean toPerson) {
        this.chain = chain;
        this.fromPerson = fromPerson;
        this.toPerson = toPerson;
    }

    /** Whether relations of the type make chains, which must not close. */
    boolean isChain() {
        return chain;
    }

    /** Whether only a person can stand at the first end. */
    boolean isFromPerson() {
        return fromPerson;
    }

    /** Whether only a person can stand at the second end. */
    boolean isToPerson() {
        return toPerson;
    }
}

package io.kehu.customer.staff;

/** How far somebody sees. Customers in the pools of their teams, and in pools of everybody, come with each of them. */
public enum Reach {
    /** Customers they own. */
    OWN,
    /** Theirs, and those of their teams. */
    TEAM,
    /** Every customer. */
    ALL
}

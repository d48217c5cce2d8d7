-- Issues all of whose codes are void, once and for good: one that is redeemed and comes back later is void then.
CREATE TABLE coupon_issue_void (
    issue     uuid        NOT NULL,
    reason    text        NOT NULL,
    voided_by text        NOT NULL,
    voided_at timestamptz NOT NULL,
    CONSTRAINT coupon_issue_void_pk PRIMARY KEY (issue),
    CONSTRAINT coupon_issue_void_issue_fk FOREIGN KEY (issue) REFERENCES coupon_issue (id)
);

CREATE TRIGGER coupon_issue_void_is_final BEFORE UPDATE OR DELETE ON coupon_issue_void
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE UPDATE, DELETE ON coupon_issue_void FROM ${app_role};

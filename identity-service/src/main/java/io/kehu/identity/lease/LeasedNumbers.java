package io.kehu.identity.lease;

import io.kehu.identity.number.CustomerNumber;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Template;
import java.util.Optional;
import java.util.OptionalLong;

/** The numbers of one lease: their year, month and branch are those of the moment it was made, whenever they are used. */
final class LeasedNumbers {

    private final Scheme scheme;
    private final Lease lease;
    private final Template.Context context;

    LeasedNumbers(Scheme scheme, Lease lease) {
        this.scheme = scheme;
        this.lease = lease;
        this.context = scheme.context(lease.createdAt(), lease.branch());
    }

    /** What a written number is to the lease. */
    enum Form {
        /** One of its numbers. */
        LEASED,
        /** A good number, but not of this lease. */
        NOT_IN_LEASE,
        /** The check characters do not fit: a typing error. */
        WRONG_CHECK,
        /** The scheme makes no such numbers. */
        UNKNOWN_FORM
    }

    /** @param sequence present when it is one of the lease's */
    record Reading(Form form, OptionalLong sequence) {

        private Reading(Form form) {
            this(form, OptionalLong.empty());
        }
    }

    CustomerNumber first() {
        return number(lease.range().from());
    }

    CustomerNumber last() {
        return number(lease.range().to());
    }

    CustomerNumber number(long sequence) {
        Template.Formatted formatted = scheme.format(sequence, context);
        return new CustomerNumber(formatted.canonical(), formatted.display());
    }

    /** Accepts every form people write: separators, lower case, full-width digits. */
    Reading read(String text) {
        String canonical = Template.canonicalise(text);
        Optional<Template.Parsed> parsed = scheme.read(canonical);
        if (parsed.isEmpty()) {
            return new Reading(Form.UNKNOWN_FORM);
        }
        if (!parsed.get().checkValid()) {
            return new Reading(Form.WRONG_CHECK);
        }
        long sequence = parsed.get().sequence();
        boolean inside =
                lease.range().from() <= sequence && sequence <= lease.range().to();
        if (!inside || !number(sequence).number().equals(canonical)) {
            return new Reading(Form.NOT_IN_LEASE);
        }
        return new Reading(Form.LEASED, OptionalLong.of(sequence));
    }
}

package io.kehu.notification.gate;

/** Nobody is written to who cannot be, or must not be. */
final class AddressGate implements Gate {

    @Override
    public String name() {
        return "ADDRESS";
    }

    @Override
    public String ruleVersion() {
        return "1";
    }

    @Override
    public Verdict judge(Candidate candidate) {
        return switch (candidate.recipient().status()) {
            case UNKNOWN -> new Verdict.Refused(Reason.CUSTOMER_UNKNOWN);
            case ERASED -> new Verdict.Refused(Reason.CUSTOMER_ERASED);
            case RESTRICTED -> new Verdict.Refused(Reason.CUSTOMER_RESTRICTED);
            case MERGED -> new Verdict.Refused(Reason.CUSTOMER_MERGED);
            case OTHER -> new Verdict.Refused(Reason.CUSTOMER_INACTIVE);
            case ACTIVE -> reachable(candidate);
        };
    }

    private static Verdict reachable(Candidate candidate) {
        if (candidate.address() != null) {
            return Verdict.ALLOWED;
        }
        boolean none = candidate.recipient().address(candidate.channel()) == null;
        return new Verdict.Refused(none ? Reason.NO_ADDRESS : Reason.MALFORMED_ADDRESS);
    }
}

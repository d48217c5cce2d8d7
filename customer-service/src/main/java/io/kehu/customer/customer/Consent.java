package io.kehu.customer.customer;

/** What a customer agreed to or took back. */
public record Consent(Channel channel, Purpose purpose, State state) {

    /** How we would reach them. */
    public enum Channel {
        EMAIL,
        SMS,
        PHONE,
        WECHAT
    }

    /** What for. */
    public enum Purpose {
        MARKETING,
        CARE,
        SURVEY
    }

    /** Their word. */
    public enum State {
        GRANTED,
        WITHDRAWN
    }
}

package io.kehu.notification.template;

/** Lower-case name of a template, such as {@code points-earned}. */
public record TemplateKey(String value) {

    public static final String PATTERN = "[a-z][a-z0-9-]{1,59}";

    public TemplateKey {
        if (!value.matches(PATTERN)) {
            throw new IllegalArgumentException("Not a template key: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

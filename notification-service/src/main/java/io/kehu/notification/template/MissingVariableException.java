package io.kehu.notification.template;

/** A text cannot be filled in: a place in it has no value. */
public final class MissingVariableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String variable;

    MissingVariableException(String variable) {
        super("missing: " + variable, null, false, false);
        this.variable = variable;
    }

    public String variable() {
        return variable;
    }
}

package io.kehu.starter.protection.key;

import org.jspecify.annotations.Nullable;

/** Somebody was erased under whose number something personal was to be kept. */
public final class ErasedSubjectException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ErasedSubjectException(@Nullable Throwable cause) {
        super("A customer was erased; nothing personal is kept under that number any more.", cause);
    }
}

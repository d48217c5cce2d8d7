package io.kehu.starter.web.idempotency;

import org.jspecify.annotations.Nullable;

@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record StoredAnswer(
        byte[] requestHash,
        int status,
        @Nullable String location,
        @Nullable String etag,
        @Nullable String body) {}

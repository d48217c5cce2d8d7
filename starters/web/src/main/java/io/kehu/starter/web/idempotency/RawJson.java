package io.kehu.starter.web.idempotency;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** A body that is JSON already. */
record RawJson(@JsonValue @JsonRawValue String text) {}

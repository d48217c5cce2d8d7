package io.kehu.starter.web.idempotency;

/** Keys belong to their caller: two callers may use the same text. */
public record RequestKey(String caller, String key) {}

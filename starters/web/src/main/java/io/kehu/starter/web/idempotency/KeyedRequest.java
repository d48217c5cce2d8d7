package io.kehu.starter.web.idempotency;

/**
 * A request with its key, taken off its thread so that it can share a transaction with others.
 *
 * @param digest hash over method, address and body
 * @param wish what it wants
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record KeyedRequest<Q>(RequestKey key, byte[] digest, Q wish) {}

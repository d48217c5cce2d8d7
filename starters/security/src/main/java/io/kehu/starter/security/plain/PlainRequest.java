package io.kehu.starter.security.plain;

import io.kehu.starter.security.token.Caller;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A request on the short way; nothing of it is bound to its thread.
 *
 * @param caller who may do what it wants
 * @param body as it came
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record PlainRequest(HttpServletRequest request, Caller caller, byte[] body) {}

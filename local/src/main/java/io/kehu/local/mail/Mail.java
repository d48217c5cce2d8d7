package io.kehu.local.mail;

import java.time.Instant;

/** A mail as the inbox shows it. */
record Mail(String id, Instant received, String to, String subject, String text) {}

package io.kehu.feedback.sla;

import java.time.Instant;

/** A policy as it was defined, by whom and when. */
record SlaPolicyVersion(int version, SlaPolicyDefinition definition, Instant createdAt, String createdBy) {}
